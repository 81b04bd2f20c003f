/** How a unit stood at one moment, in the colours of the map. */
export const LANE_STATES = ["on_post", "received", "silent", "none"] as const;
export type LaneState = (typeof LANE_STATES)[number];

/** So large a part without an answer is what one looks for. */
const MANY_SILENT = 0.3;

export function laneState(posts: number, silent: number, onPost: number): LaneState {
  if (posts === 0) return "none";
  if (onPost === posts) return "on_post";
  return silent / posts > MANY_SILENT ? "silent" : "received";
}
