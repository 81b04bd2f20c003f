import { expect, test } from "vitest";
import { consoleZh } from "../../words/console-zh";
import { zh } from "../../words/zh";
import { detail, kindChoices, kindWord } from "./entry-words";

const words = { ...zh, ...consoleZh };

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

test("hashes and gaps are left out of what is shown", () => {
  expect(detail({ to: "accepted", note: null, text_hash: "x", salt: "a".repeat(64), lines: 2 })).toEqual([["to", "accepted"], ["lines", "2"]]);
  expect(detail("text")).toEqual([]);
});
