import { expect, test } from "vitest";
import { hasContent, isPlaced, newDraft, toRequest, type Draft } from "./draft";

const kind = { id: "A04", names: { zh: "堵塞消防通道" }, urgency: "urgent", restricted: false } as const;
const draft = (more: Partial<Draft>): Draft => ({ ...newDraft(0), kind, ...more });

test("the draft's id is the hazard's id, so a second send is the same report", () => {
  const one = draft({ unit: { id: "u", names: { zh: "平安社区" } } });
  expect(toRequest(one).id).toBe(one.id);
  expect(toRequest({ ...one, description: "再写几字" }).id).toBe(one.id);
});

test("a position is sent instead of the unit that it was found in", () => {
  const point = { lon: 113.6, lat: 34.7, accuracy: 12.4 };
  const request = toRequest(draft({ point, unit: { id: "u", names: { zh: "平安社区" } } }));
  expect(request).toMatchObject({ lon: 113.6, lat: 34.7, accuracy_m: 12 });
  expect(request.unit).toBeUndefined();
});

test("the spot in words stands before the description and together they fit", () => {
  expect(toRequest(draft({ placeText: " 3 号楼 ", description: "有电动车" })).description).toBe("3 号楼\n有电动车");
  expect(toRequest(draft({ placeText: "3 号楼", description: "长".repeat(2000) })).description).toHaveLength(2000);
});

test("only a chosen kind makes a draft worth keeping, only a place makes it ready", () => {
  expect(hasContent(newDraft(0))).toBe(false);
  expect(hasContent(draft({}))).toBe(true);
  expect(isPlaced(draft({}))).toBe(false);
});
