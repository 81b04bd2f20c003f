import { expect, test } from "vitest";
import { ApiProblem, foreign, problemFrom } from "../../api/problem";
import { isPassing, pause } from "./outcome";

test("what may pass is kept", () => {
  for (const status of [401, 408, 425, 429, 500, 502, 503, 507]) expect(isPassing(new ApiProblem("any", status)), `${status}`).toBe(true);
  expect(isPassing(new ApiProblem("unreachable", 0))).toBe(true);
  expect(isPassing(foreign())).toBe(true);
  expect(isPassing(new ApiProblem("files_full", 422))).toBe(true);
});

test("a refusal in the server's words is final", () => {
  expect(isPassing(new ApiProblem("invalid_request", 422))).toBe(false);
  expect(isPassing(new ApiProblem("version_conflict", 409))).toBe(false);
  expect(isPassing(new ApiProblem("forbidden", 403))).toBe(false);
});

test("a gate page that answers 403 refuses nothing", async () => {
  const page = new Response("<html>sign in to the network</html>", { status: 403, headers: { "Content-Type": "text/html" } });
  expect(isPassing(await problemFrom(page))).toBe(true);
});

test("the pauses double and end at five minutes", () => {
  expect([0, 1, 2, 3].map(pause)).toEqual([2000, 4000, 8000, 16_000]);
  expect(pause(8)).toBe(300_000);
  expect(pause(5000)).toBe(300_000);
});
