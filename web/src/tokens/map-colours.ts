/** Map colours. Hazard counts are a teal sequence on neutral ground: the four risk colours mean levels and nothing else. */
export interface MapColours {
  ground: string;
  unknown: string;
  zero: string;
  /** From few to many, with the lower bound of each step in `STEPS`. */
  open: readonly [string, string, string, string];
  line: string;
  lineStrong: string;
  overdue: string;
  selected: string;
  hover: string;
  label: string;
  halo: string;
  place: string;
  placeLine: string;
  states: Record<StateColour, Paint>;
}

/** How a unit stands with its calls: as in the bar of the board, each with a texture of its own and in none of the colours of the levels. */
export type StateColour = "on_post" | "received" | "silent" | "escalated" | "unreached" | "none";

/** What is drawn in ink on a ground; without an ink the ground is all. */
export interface Paint {
  ground: string;
  ink?: string;
}

export const STEPS = [1, 5, 20, 100] as const;

export const LIGHT: MapColours = {
  ground: "#e6e9ec",
  unknown: "#d3d8dd",
  zero: "#f7f8f8",
  open: ["#d5ebe8", "#a3d3cc", "#5fb0a6", "#2b8278"],
  line: "#a7b0b9",
  lineStrong: "#6b7782",
  overdue: "#16202b",
  selected: "#0b4f9e",
  hover: "#16202b",
  label: "#16202b",
  halo: "#ffffff",
  place: "#e9e2d3",
  placeLine: "#8a7f68",
  states: {
    on_post: { ground: "#00703c" },
    received: { ground: "#ffffff", ink: "#00703c" },
    silent: { ground: "#ffffff" },
    escalated: { ground: "#ffffff", ink: "#16202b" },
    unreached: { ground: "#ffffff", ink: "#16202b" },
    none: { ground: "#e6e9ec" },
  },
};

export const DARK: MapColours = {
  ground: "#10171f",
  unknown: "#3a444e",
  zero: "#1d2731",
  open: ["#1d4541", "#24635c", "#2f877d", "#4db3a6"],
  line: "#55616d",
  lineStrong: "#8d99a5",
  overdue: "#f4f7fa",
  selected: "#7db4f5",
  hover: "#f4f7fa",
  label: "#f4f7fa",
  halo: "#10171f",
  place: "#4a4434",
  placeLine: "#a89b7d",
  states: {
    on_post: { ground: "#5cc48d" },
    received: { ground: "#18222d", ink: "#5cc48d" },
    silent: { ground: "#18222d" },
    escalated: { ground: "#18222d", ink: "#e8edf2" },
    unreached: { ground: "#18222d", ink: "#e8edf2" },
    none: { ground: "#10171f" },
  },
};
