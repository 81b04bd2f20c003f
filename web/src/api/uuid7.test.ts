import { expect, test } from "vitest";
import { uuid7 } from "./uuid7";

test("a later id sorts after an earlier one and says version 7", () => {
  const first = uuid7(1_795_000_000_000);
  const second = uuid7(1_795_000_000_001);
  expect(first < second).toBe(true);
  expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
