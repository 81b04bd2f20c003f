import { expect, test } from "vitest";
import type { Located } from "../../api/types";
import type { Photo } from "../photo";
import { newDraft, toRequest, type Draft } from "./draft";
import { offerOf, taken, takenBack, withoutIts } from "./photo-place";

const unit = { id: "u", names: { zh: "平安社区" } };
const spot = { lon: 113.6, lat: 34.76, accuracy: 12.4 };
const photo = (id: string, place?: Photo["place"]): Photo => ({ id, of: "r", jpeg: new ArrayBuffer(0), ...(place && { place }) });
const draft = (more: Partial<Draft>): Draft => ({ ...newDraft(0), kind: { id: "A04", names: {}, urgency: "urgent", restricted: false }, ...more });
const grid = { unit: { id: "g", names: { zh: "第一网格" } }, fallback: false } as unknown as Located;

function placed(some: Draft, photos: Photo[], located?: Located): Draft {
  const offer = offerOf(some, photos);
  return offer ? { ...some, ...taken(some, offer, located) } : some;
}

test("where only a unit was named the photo's position is taken, and sent instead of the unit", () => {
  const after = placed(draft({ unit }), [photo("dark"), photo("p", spot)], grid);
  expect(after).toMatchObject({ point: { ...spot, photo: "p" }, unit: { id: "g" }, before: { unit } });
  expect(toRequest(after)).toMatchObject({ lon: 113.6, lat: 34.76, accuracy_m: 12 });
  expect(toRequest(after).unit).toBeUndefined();
});

test("without network the name that was chosen stays beside it", () => {
  expect(placed(draft({ unit }), [photo("p", spot)]).unit).toBe(unit);
});

test("a photo does not say how exact it is: nothing is sent about that", () => {
  const after = placed(draft({ unit }), [photo("p", { lon: 113.6, lat: 34.76 })], grid);
  expect(toRequest(after)).not.toHaveProperty("accuracy_m");
});

test("a position that the person gave is replaced only when asked for", () => {
  const near = draft({ unit, point: { lon: 113.6005, lat: 34.76, accuracy: 10 } });
  expect(offerOf(near, [photo("p", spot)])).toBeUndefined();
  const far = draft({ unit, point: { lon: 113.7, lat: 34.76, accuracy: 10 } });
  expect(offerOf(far, [photo("p", spot)])).toMatchObject({ ask: true });
  // A phone that hardly knew where it was contradicts nobody.
  expect(offerOf(draft({ point: { lon: 113.61, lat: 34.76, accuracy: 3000 } }), [photo("p", spot)])).toBeUndefined();
});

test("a photo from outside of all that is registered moves no report away from the unit that was named", () => {
  const after = placed(draft({ unit }), [photo("p", spot)], { ...grid, fallback: true });
  expect(after).toMatchObject({ unit, ownPlace: true });
  expect(after.point).toBeUndefined();
});

test("taken back it is as before, and no other photo is asked", () => {
  const after = placed(draft({ unit }), [photo("p", spot)], grid);
  const back = { ...after, ...takenBack(after) };
  expect(back).toMatchObject({ unit, point: undefined });
  expect(offerOf(back, [photo("p", spot), photo("q", spot)])).toBeUndefined();
});

test("with its photo the position goes, and the next photo may give its own", () => {
  const after = placed(draft({ unit }), [photo("p", spot)], grid);
  const gone = { ...after, ...withoutIts(after) };
  expect(gone).toMatchObject({ unit, point: undefined });
  expect(offerOf(gone, [photo("q", spot)])).toMatchObject({ ask: false, photo: { id: "q" } });
});

test("whoever names another place after that is not overruled", () => {
  const after = { ...placed(draft({ unit }), [photo("p", spot)], grid), unit, point: undefined };
  expect(offerOf(after, [photo("p", spot)])).toBeUndefined();
});
