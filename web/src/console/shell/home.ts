/** The blocks of the duty desk, each with the permissions of which one shows it; the order is that of their clocks. */
const BLOCKS = {
  /** A decision is due within minutes of the warning. */
  responses: ["view_warnings"],
  warnings: ["view_warnings"],
  calls: ["view_warnings"],
  evacuations: ["view_warnings"],
  harm: ["view_harm"],
  messages: ["draft_public", "approve_public"],
  proposals: ["view_warnings"],
  closures: ["view_places"],
  /** Hours and days. */
  hazards: ["view_hazards"],
  roster: ["view_roster"],
} as const satisfies Record<string, readonly string[]>;

export type DutyBlock = keyof typeof BLOCKS;

/** What the duty desk shows somebody. How the system fares everybody may read; it is no reason to come. */
export function blocksFor(permissions: readonly string[]): DutyBlock[] {
  const names = Object.keys(BLOCKS) as DutyBlock[];
  return names.filter((name) => BLOCKS[name].some((one) => permissions.includes(one)));
}

/** The page after sign-in: the duty desk for whoever finds more than one thing there. */
export function homeFor(permissions: readonly string[]): "/duty" | "/units" {
  return blocksFor(permissions).length > 1 ? "/duty" : "/units";
}
