import { expect, test } from "vitest";
import { standing, unpaused, type Deadline } from "./deadline-state";

const HOUR = 3_600_000;
const limit = (step: string, started: number, due: number, more: Partial<Deadline> = {}) =>
  ({ step, started_at: started * HOUR, due_at: due * HOUR, paused: false, overdue: false, ...more }) as Deadline;

test("what is done, what is merged away and what runs", () => {
  expect(standing(limit("accept", 0, 2, { met_at: HOUR }), [])).toEqual({ is: "met", at: HOUR, late: false });
  expect(standing(limit("accept", 0, 2, { met_at: 3 * HOUR, overdue: true }), [])).toEqual({ is: "met", at: 3 * HOUR, late: true });
  expect(standing(limit("assign", 0, 2, { lifted_at: HOUR }), [])).toEqual({ is: "lifted", at: HOUR, late: false });
  expect(standing(limit("assign", 0, 2, { overdue: true }), [])).toEqual({ is: "running" });
});

test("merged while it was suspended, it is merged", () => {
  const merged = limit("rectify", 0, 72, { lifted_at: 9 * HOUR, unpaused_due_at: 72 * HOUR });
  expect(standing(merged, [merged]).is).toBe("lifted");
  expect(unpaused(merged)).toBeUndefined();
});

test("a limit that stands still keeps what was left when the pause began", () => {
  const rectify = limit("rectify", 0, 72, { paused: true, unpaused_due_at: 72 * HOUR });
  const resume = limit("resume", 24, 200);
  const pause = { from: 24 * HOUR, until: 200 * HOUR, left: 48 * HOUR };
  expect(standing(rectify, [rectify, resume])).toEqual({ is: "paused", pause, late: false });
  expect(standing(resume, [rectify, resume])).toEqual({ is: "running" });
});

test("one that had passed before stays passed", () => {
  const control = limit("control", 0, 2, { paused: true, overdue: true });
  const pause = { from: 5 * HOUR, until: 99 * HOUR, left: -3 * HOUR };
  expect(standing(control, [control, limit("resume", 5, 99)])).toEqual({ is: "paused", pause, late: true });
});

test("granted again, a pause goes on from its first day; an older pause is another one", () => {
  const grants = [limit("resume", 1, 5, { met_at: 4 * HOUR }), limit("resume", 10, 20, { met_at: 18 * HOUR }), limit("resume", 18, 30)];
  const rectify = limit("rectify", 0, 40, { paused: true });
  expect(standing(rectify, [rectify, ...grants])).toMatchObject({ pause: { from: 10 * HOUR, until: 30 * HOUR, left: 30 * HOUR } });
});

test("a limit begun anew during the pause has all of its time left", () => {
  const rectify = limit("rectify", 12, 15, { paused: true });
  expect(standing(rectify, [rectify, limit("resume", 10, 30)])).toMatchObject({ pause: { left: 3 * HOUR } });
});

test("a pause that nothing tells about is a pause all the same", () => {
  expect(standing(limit("rectify", 0, 2, { paused: true }), [])).toEqual({ is: "paused", pause: undefined, late: false });
});

test("the end without pauses stands beside the other one", () => {
  expect(unpaused(limit("rectify", 0, 72))).toBeUndefined();
  expect(unpaused(limit("rectify", 0, 90, { unpaused_due_at: 72 * HOUR }))).toBe(72 * HOUR);
  expect(unpaused(limit("control", 0, 2, { unpaused_due_at: 2 * HOUR }))).toBe("same");
  expect(unpaused(limit("rectify", 0, 72, { paused: true, unpaused_due_at: 72 * HOUR }))).toBe(72 * HOUR);
});
