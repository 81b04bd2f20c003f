/** Levels of a response, the weakest first. */
export const LEVELS = ["iv", "iii", "ii", "i"] as const;
export type Level = (typeof LEVELS)[number];

/** What a red warning asks to stop. */
export const STOPS = ["gatherings", "classes", "business"] as const;
export type Stop = (typeof STOPS)[number];
