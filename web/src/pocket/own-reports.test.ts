import { expect, test } from "vitest";
import { secretIn } from "./own-reports";

test("a pasted link or the secret alone both lead to the report", () => {
  expect(secretIn("https://example.org/pocket/follow#Abc_123-xyz")).toBe("Abc_123-xyz");
  expect(secretIn(" Abc_123-xyz\n")).toBe("Abc_123-xyz");
});

test("other text is no secret", () => {
  expect(secretIn("https://example.org/pocket/follow")).toBeUndefined();
  expect(secretIn("")).toBeUndefined();
});
