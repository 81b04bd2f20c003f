import { expect, test } from "vitest";
import { zhShelters } from "../../words/zh-shelters";
import { askedAnew, changed, divided, doubted, groupFaults, groupsOf, isDivided, partsOf, refusedPart, sentTo, shown, sumOf, whole, without, type Building } from "./order-parts";

const say = zhShelters.order.part;
const one = whole({ value: "p", label: "3号楼 · 一网格", name: "3号楼", households: 120, at: null });
const nameOf = (n: number) => say.nth("3号楼", String(n));
const halves = divided(one, nameOf);
const typed = (building: Building, key: number, households: string) => changed(building, key, { households });
const seen = (building: Building) => building.parts.map((part) => [part.name, shown(building, part)]);
const texts = (building: Building) => groupFaults([building], say, String).map(({ text }) => text);
const fields = (building: Building) => groupFaults([building], say, String).map(({ field }) => field);

test("a second group has whatever the first leaves of the building", () => {
  expect(seen(halves)).toEqual([["3号楼第1组", "120"], ["3号楼第2组", "0"]]);
  expect(fields(halves)).toEqual(["order-p-2-households"]);
  const split = typed(halves, 1, "80");
  expect(seen(split)).toEqual([["3号楼第1组", "80"], ["3号楼第2组", "40"]]);
  expect([sumOf(split), fields(split)]).toEqual([120, []]);
  expect(seen(divided(split, nameOf)).map(([, households]) => households)).toEqual(["80", "40", "0"]);
});

test("more households than the register has are refused in a sentence, fewer are not", () => {
  const over = typed(typed(halves, 1, "80"), 2, "41");
  expect(texts(over)).toEqual(["3号楼各组共 121 户,登记只有 120 户。改小户数;登记有误,先在“重点场所”更正"]);
  expect(fields(over)).toEqual(["order-p-2-households"]);
  expect(fields(typed(over, 2, "39"))).toEqual([]);
});

test("where nobody counted the building, each group says its own households and nothing is over", () => {
  const uncounted = divided({ ...one, households: null }, nameOf);
  expect(seen(uncounted).map(([, households]) => households)).toEqual(["", ""]);
  expect(fields(uncounted)).toEqual(["order-p-1-households", "order-p-2-households"]);
  expect(fields(typed(typed(uncounted, 1, "500"), 2, "700"))).toEqual([]);
});

test("a group without a name, or with no whole number of households, is told", () => {
  for (const households of ["0", "", "1.5", "20001", "许多"]) expect(fields(typed(typed(halves, 1, "80"), 2, households))).toEqual(["order-p-2-households"]);
  expect(fields(changed(typed(halves, 1, "80"), 2, { name: " " }))).toEqual(["order-p-2-name"]);
});

test("what stays alone is the whole building again, and a name that went is not given twice", () => {
  const alone = without(typed(halves, 1, "80"), 1);
  expect([isDivided(alone), groupsOf([alone])]).toEqual([false, [{ place: "p" }]]);
  const three = divided(typed(halves, 1, "80"), nameOf);
  expect(divided(without(three, 2), nameOf).parts.map(({ name }) => name)).toEqual(["3号楼第1组", "3号楼第3组", "3号楼第4组"]);
});

test("each group goes with its name, its households and its shelter; a whole building leaves them to the register", () => {
  const split = changed(changed(typed(halves, 1, "80"), 1, { name: " 一单元 " }), 2, { shelter: "s" });
  const other = changed(whole({ ...one, value: "q" }), 1, { shelter: "s" });
  expect(groupsOf([split, other])).toEqual([
    { place: "p", label: "一单元", households: 80 },
    { place: "p", label: "3号楼第2组", households: 40, shelter: "s", confirmed: false },
    { place: "q", shelter: "s", confirmed: false },
  ]);
  expect([sentTo([split, other], "s"), sentTo([split, other], "t")]).toEqual([160, 0]);
});

test("what speaks against a shelter stands at its group until it is answered, or what was asked changes", () => {
  const buildings = [whole({ ...one, value: "q" }), changed(typed(halves, 1, "80"), 2, { shelter: "s" })];
  const refusal = { fields: [{ pointer: "groups/2/shelter", code: "no_room", detail: "" }] };
  const found = refusedPart(buildings, refusal);
  expect(found).toEqual(partsOf(buildings)[2]);
  expect(refusedPart(buildings, { fields: [{ pointer: "groups", code: "group_invalid", detail: "" }] })).toBeUndefined();
  const [, told] = doubted(buildings, found!, ["no_room"]);
  expect(texts(told!)).toEqual(["3号楼第2组:看清避难场所的问题,勾选“仍送这里”,或换一个"]);
  const sure = changed(told!, 2, { confirmed: true });
  expect([texts(sure), groupsOf([sure])[1]!.confirmed]).toEqual([[], true]);
  for (const anew of [typed(sure, 1, "70"), typed(sure, 2, "41"), changed(sure, 2, { shelter: "t" }), askedAnew([sure])[0]!]) {
    expect([anew.parts[1]!.doubts, groupsOf([anew])[1]!.confirmed]).toEqual([[], false]);
  }
  expect(changed(sure, 2, { name: "二单元" }).parts[1]!.confirmed).toBe(true);
});
