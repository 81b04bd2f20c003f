import { expect, test } from "vitest";
import { EMPTY_DRAFT, missingOf, orderOf, type AssistDraft } from "./assist-draft";

const whole: AssistDraft = { place: "p", door: " 1203 ", callName: " 王阿姨 ", help: ["carry"], phones: ["", " 13800000000 "], consent: "guardian" };

test("everything that is missing is named, in the order of the form", () => {
  expect(missingOf(EMPTY_DRAFT)).toEqual(["needBuilding", "needDoor", "needHelp", "needConsent"]);
  expect(missingOf({ ...whole, door: "  " })).toEqual(["needDoor"]);
  expect(missingOf(whole)).toEqual([]);
});

test("what is sent has no blanks around it and no empty phone", () => {
  expect(orderOf("i", whole, true)).toEqual({ id: "i", place: "p", door: "1203", call_name: "王阿姨", help: ["carry"], phones: ["13800000000"], consent: "guardian", on_behalf: true });
});

test("without a building or somebody who agreed nothing is sent", () => {
  expect(orderOf("i", { ...whole, place: undefined }, false)).toBeUndefined();
  expect(orderOf("i", { ...whole, consent: undefined }, false)).toBeUndefined();
});
