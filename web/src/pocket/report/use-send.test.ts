import { expect, test } from "vitest";
import { ApiProblem } from "../../api/problem";
import { stateAfter } from "./use-send";

test("no answer and broken answers keep the report for another try", () => {
  expect(stateAfter(new ApiProblem("unreachable", 0)).kind).toBe("offline");
  expect(stateAfter(new ApiProblem("unavailable", 503)).kind).toBe("unknown");
  expect(stateAfter(new ApiProblem("internal", 500)).kind).toBe("unknown");
});

test("a refusal is shown with its reason", () => {
  expect(stateAfter(new ApiProblem("invalid_request", 422)).kind).toBe("rejected");
});
