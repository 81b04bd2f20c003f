import { expect, test } from "vitest";
import { isAt, navEntries } from "./nav-entries";
import { both } from "./words";

const EVERYTHING = ["view_warnings", "view_harm", "help_assist", "view_assist", "view_places", "view_hazards", "view_roster", "manage_accounts", "read_journal", "draft_public", "approve_public"];

test("nobody has more than nine entries, and nobody without a session more than two", () => {
  const all = navEntries(both.zh, EVERYTHING);
  expect(all.map(({ label }) => label)).toEqual(["值班台", "辖区", "隐患", "预警中心", "应急响应", "重点场所", both.zh.exercises.title, "值班表", "系统管理"]);
  expect(navEntries(both.en, []).map(({ label }) => label)).toEqual([both.en.nav.units, both.en.nav.hazards]);
});

test("each page stands in the menu once", () => {
  const pages = navEntries(both.zh, EVERYTHING).flatMap((entry) => entry.pages.map(({ to }) => to));
  expect(new Set(pages).size).toBe(pages.length);
  expect(pages).toHaveLength(14);
});

test("one page of a group stands under its own name", () => {
  expect(navEntries(both.zh, ["view_hazards"]).map(({ label }) => label)).toEqual(["辖区", "隐患", "单位"]);
});

test("an address belongs to the page it lies below, not to one whose name begins alike", () => {
  const warnings = navEntries(both.zh, EVERYTHING).flatMap(({ pages }) => pages).find(({ to }) => to === "/warnings")!;
  expect(["/warnings", "/warnings/messages", "/sources"].every((path) => isAt(warnings, path))).toBe(true);
  expect(isAt(warnings, "/warnings-of-old")).toBe(false);
});
