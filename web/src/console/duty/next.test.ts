import { expect, test } from "vitest";
import { nextOf, type Waiting } from "./next";

const NOTHING: Waiting = { undecided: [], toSign: [], messages: [], proposals: [], harm: [], hazards: [] };
const NOW = 1_000;

const some = (rest: object) => ({ ...NOTHING, ...rest }) as Waiting;

test("a decision comes before everything, but only for whoever may take or record it", () => {
  const waiting = some({ undecided: [{ id: "far" }, { id: "mine", may_record: true }], harm: [{ id: "h", unit: { id: "u" } }] });
  expect(nextOf(waiting, [], NOW)).toEqual({ kind: "decide", id: "mine" });
  expect(nextOf(some({ ...waiting, undecided: [{ id: "far" }] }), [], NOW)).toEqual({ kind: "harm", unit: "u" });
});

test("nobody approves what is one's own, nor decides on readings without the permission", () => {
  const own = some({ messages: [{ id: "own", state: "submitted", own: true }], proposals: [{ id: "p" }] });
  expect(nextOf(own, ["approve_public"], NOW)).toBeUndefined();
  expect(nextOf(own, ["approve_public", "run_callout"], NOW)).toEqual({ kind: "proposal" });
  const other = some({ messages: [{ id: "other", state: "submitted", own: false }], proposals: [{ id: "p" }] });
  expect(nextOf(other, ["approve_public", "run_callout"], NOW)).toEqual({ kind: "message", id: "other" });
});

test("a hazard counts once its limit has passed, for whoever works on hazards", () => {
  const waiting = some({ hazards: [{ id: "soon", due: { due_at: NOW + 1 } }] });
  expect(nextOf(waiting, ["accept_hazard"], NOW)).toBeUndefined();
  expect(nextOf(waiting, ["accept_hazard"], NOW + 1)).toEqual({ kind: "hazard", id: "soon" });
  expect(nextOf(waiting, ["view_hazards"], NOW + 1)).toBeUndefined();
});
