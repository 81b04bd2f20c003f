import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ApiProblem } from "../api/problem";
import { zhPermissions } from "../words/zh-permissions";
import { permissionOf } from "./state-panel";

const refusal = (code: string, detail: string) => new ApiProblem(code, 403, { detail });

test("a refusal tells which permission is missing", () => {
  expect(permissionOf(refusal("forbidden", "this needs the permission `view_roster` for this place"))).toBe("view_roster");
});

test("what names none, or is no refusal of a permission, tells none", () => {
  expect(permissionOf(refusal("forbidden", "no"))).toBeUndefined();
  expect(permissionOf(refusal("reporter_only", "this needs the permission `view_roster`"))).toBeUndefined();
});

test("every permission that a title grants has words", () => {
  const { items } = JSON.parse(readFileSync(new URL("../../../data/catalogue/titles.json", import.meta.url), "utf8")) as { items: { grants: Record<string, string> }[] };
  const granted = new Set(items.flatMap(({ grants }) => Object.keys(grants)));
  expect([...granted].filter((word) => !(word in zhPermissions))).toEqual([]);
});
