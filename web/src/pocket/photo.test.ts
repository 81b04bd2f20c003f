import { expect, test } from "vitest";
import { sizeFor } from "./photo";

test("the longest side is bounded and the shape stays", () => {
  expect(sizeFor(4000, 3000)).toEqual([2048, 1536]);
  expect(sizeFor(3000, 4000)).toEqual([1536, 2048]);
  expect(sizeFor(20_000, 2)).toEqual([2048, 1]);
});

test("a small picture is not blown up", () => {
  expect(sizeFor(640, 480)).toEqual([640, 480]);
});
