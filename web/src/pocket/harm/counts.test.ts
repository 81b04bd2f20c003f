import { expect, test } from "vitest";
import { countsOf, NOTHING_KNOWN } from "./counts";

test("an empty field is unknown and 0 is a number", () => {
  expect(countsOf(NOTHING_KNOWN)).toEqual({ counts: {} });
  expect(countsOf({ ...NOTHING_KNOWN, dead: "0", loss_yuan: " 120000 " })).toEqual({ counts: { dead: 0, loss_yuan: 120000 } });
});

test("what is no number is said, not sent", () => {
  for (const text of ["-1", "1.5", "many", "99999999999"]) expect(countsOf({ ...NOTHING_KNOWN, missing: text })).toEqual({ wrong: "missing" });
});
