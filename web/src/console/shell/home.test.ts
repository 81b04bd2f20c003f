import { expect, test } from "vitest";
import { blocksFor, homeFor } from "./home";

test("each sees what the permissions open, what cannot wait first", () => {
  expect(blocksFor(["view_roster", "view_hazards", "view_warnings"])).toEqual(["responses", "warnings", "calls", "evacuations", "proposals", "hazards", "roster"]);
  expect(blocksFor(["approve_public"])).toEqual(["messages"]);
});

test("the duty desk is home for whoever finds more than one thing there", () => {
  expect(homeFor(["view_warnings"])).toBe("/duty");
  expect(homeFor(["view_hazards"])).toBe("/units");
  expect(homeFor(["receive_warnings"])).toBe("/units");
  expect(homeFor([])).toBe("/units");
});
