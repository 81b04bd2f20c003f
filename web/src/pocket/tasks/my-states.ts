import type { HazardState } from "../../api/types";

/** In which states the next step is one that this permission allows. */
const NEXT: Record<string, HazardState[]> = {
  accept_hazard: ["reported"],
  assign_hazard: ["accepted"],
  control_hazard: ["assigned"],
  rectify_hazard: ["assigned", "controlled", "rectifying"],
  verify_hazard: ["awaiting_verification"],
  close_hazard: ["verified"],
};

/** The states of hazards that wait for somebody with these permissions; empty for who only looks on. */
export function myStates(permissions: readonly string[]): HazardState[] {
  return [...new Set(permissions.flatMap((permission) => NEXT[permission] ?? []))];
}
