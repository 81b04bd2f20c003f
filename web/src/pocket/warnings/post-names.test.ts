import { expect, test } from "vitest";
import { joinedNames } from "./post-names";

test("names are joined in each language, and what is missing leaves no gap", () => {
  expect(joinedNames([{ zh: "平安社区", en: "Ping'an" }, undefined, { zh: "网格员" }], " · ")).toEqual({ zh: "平安社区 · 网格员", en: "Ping'an · 网格员" });
});
