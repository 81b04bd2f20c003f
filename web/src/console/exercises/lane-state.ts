/** How a unit stood at one moment, in the colours of the map. */
export const LANE_STATES = ["on_post", "received", "silent", "unreached", "none"] as const;
export type LaneState = (typeof LANE_STATES)[number];

/** Posts called, and how they stood at one moment; whom no channel reached cannot be called silent. */
export interface LaneCounts {
  posts: number;
  onPost: number;
  received: number;
  silent: number;
  unreached: number;
}

/** So large a part without an answer is what one looks for. */
const MANY_WITHOUT = 0.3;

/** As the report has it: posts, of them without an answer, on post, and of those without an answer out of reach. */
export function laneCounts([posts = 0, without = 0, onPost = 0, unreached = 0]: readonly number[]): LaneCounts {
  return { posts, onPost, received: posts - without - onPost, silent: without - unreached, unreached };
}

export function laneState({ posts, onPost, silent, unreached }: LaneCounts): LaneState {
  if (posts === 0) return "none";
  if (onPost === posts) return "on_post";
  if ((silent + unreached) / posts <= MANY_WITHOUT) return "received";
  return unreached > silent ? "unreached" : "silent";
}
