import type { Map as MapLibre } from "maplibre-gl";
import type { MapColours, Paint, StateColour } from "../../../tokens/map-colours";

/** In dots of a fine screen, two to a point; each texture repeats after it. */
const SIDE = 16;

interface Texture {
  /** Whether a dot is inked. */
  ink: (x: number, y: number) => boolean;
  /** The same beside the word, as the board's bar has it. */
  css: (paint: Required<Paint>) => string;
}

const falling = (x: number, y: number) => (x - y + SIDE) % SIDE;
const rising = (x: number, y: number) => (x + y) % SIDE;

const TEXTURES: Partial<Record<StateColour, Texture>> = {
  received: {
    ink: (x, y) => falling(x, y) < 7,
    css: ({ ink, ground }) => `repeating-linear-gradient(45deg, ${ink} 0 3px, ${ground} 3px 7px)`,
  },
  escalated: {
    ink: (x) => x < 4,
    css: ({ ink, ground }) => `repeating-linear-gradient(90deg, ${ink} 0 2px, ${ground} 2px 8px)`,
  },
  unreached: {
    ink: (x, y) => falling(x, y) < 4 || rising(x, y) < 4,
    css: ({ ink, ground }) => `repeating-linear-gradient(45deg, ${ink} 0 2px, ${ground} 2px 5px), repeating-linear-gradient(-45deg, ${ink} 0 2px, transparent 2px 5px)`,
  },
};

export const TEXTURED = Object.keys(TEXTURES) as StateColour[];
export const textureId = (state: StateColour) => `texture-${state}`;

/** The ground of a sign in the legend. */
export function swatch(state: StateColour, { states }: MapColours): string {
  const { ground, ink } = states[state];
  const texture = TEXTURES[state];
  return texture && ink ? texture.css({ ground, ink }) : ground;
}

/** The map has the textures as small pictures. */
export function addTextures(map: MapLibre, { states }: MapColours): void {
  for (const state of TEXTURED) {
    const { ground, ink = ground } = states[state];
    const data = dots(rgba(ground), rgba(ink), TEXTURES[state]!.ink);
    map.addImage(textureId(state), { width: SIDE, height: SIDE, data }, { pixelRatio: 2 });
  }
}

function dots(ground: number[], ink: number[], inked: Texture["ink"]): Uint8ClampedArray {
  const data = new Uint8ClampedArray(SIDE * SIDE * 4);
  for (let dot = 0; dot < SIDE * SIDE; dot++) data.set(inked(dot % SIDE, Math.floor(dot / SIDE)) ? ink : ground, dot * 4);
  return data;
}

/** Of `#rrggbb`, as the tokens are written. */
function rgba(colour: string): number[] {
  return [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)).concat(255);
}
