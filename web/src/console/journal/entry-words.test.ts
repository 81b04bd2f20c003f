import { expect, test } from "vitest";
import { both } from "../shell/words";
import { detail, kindChoices, kindWord } from "./entry-words";

const words = both.zh;

test("hazards and units are named in their own words, and what is new shows itself", () => {
  expect(kindWord("hazard.accepted", words)).toBe("隐患 · 受理");
  expect(kindWord("unit.renamed", words)).toBe("辖区 · 更名");
  expect(kindWord("session.signed_in", words)).toBe("登录");
  expect(kindWord("brand.new", words)).toBe("brand.new");
});

test("every choice is there once", () => {
  const values = kindChoices(words).map((choice) => choice.value);
  expect(new Set(values).size).toBe(values.length);
  expect(values).toContain("hazard.");
  expect(values).toContain("contact.unmasked");
});

test("hashes and what is empty are left out; states are named; ids are cut short", () => {
  const payload = { to: "accepted", note: null, called: [], restricted: false, text_hash: "x", salt: "a".repeat(64), lines: 2, body: "01a2230b-9851-7441-97a2-c18ca70740be" };
  expect(detail(payload, words)).toEqual([["新状态", "待分派"], ["班次数", "2"], ["责任单位", "…0740be"]]);
  expect(detail("text", words)).toEqual([]);
});
