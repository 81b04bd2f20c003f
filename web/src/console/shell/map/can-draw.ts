/** Without WebGL the table carries everything the map does. */
export function canDraw(): boolean {
  return document.createElement("canvas").getContext("webgl2") !== null;
}
