import { expect, test } from "vitest";
import { zhShelters } from "../../words/zh-shelters";
import { momentMs, UNSAID, usualDue } from "./moment";
import { faultsOf, freshDraft, orderOf } from "./order-draft";
import { divided, whole } from "./order-parts";

const ZONE = "Asia/Shanghai";
const at = (text: string) => Date.parse(`${text}:00+08:00`);
const NOW = at("2026-07-20T22:37");
const draft = { ...freshDraft("u", NOW, ZONE), trigger: " 积水到台阶 " };
const fields = (more: Partial<typeof draft>) => faultsOf({ ...draft, ...more }, NOW, ZONE, zhShelters.order, String).map(({ field }) => field);

test("people get ninety minutes, to a round time of the installation's clock, over midnight too", () => {
  expect(usualDue(NOW, ZONE)).toEqual({ date: "2026-07-21", time: "00:10" });
  expect(momentMs(usualDue(NOW, ZONE), ZONE)).toBe(at("2026-07-21T00:10"));
});

test("what is not said is null, and half of it is no time", () => {
  expect(momentMs(UNSAID, ZONE)).toBeNull();
  expect(momentMs({ date: "2026-07-21", time: "" }, ZONE)).toBeNaN();
  expect(momentMs({ date: "", time: "08:00" }, ZONE)).toBeNaN();
});

test("times may be left out, but lie ahead and one after the other", () => {
  expect(fields({})).toEqual([]);
  expect(fields({ unit: undefined, due: UNSAID })).toEqual(["order-unit"]);
  expect(fields({ due: { date: "2026-07-20", time: "22:37" } })).toEqual(["order-due"]);
  expect(fields({ due: { date: "", time: "23:00" }, noReturn: { date: "2026-07-21", time: "08:00" } })).toEqual(["order-due"]);
  expect(fields({ noReturn: { date: "2026-07-20", time: "23:50" } })).toEqual(["order-no-return"]);
  expect(fields({ due: UNSAID, noReturn: { date: "2026-07-20", time: "23:50" } })).toEqual([]);
});

test("no building chosen leaves the list to the server", () => {
  const named = { id: "i", cause: undefined };
  expect(orderOf(draft, "u", named, ZONE)).toMatchObject({ groups: [], trigger: "积水到台阶", due_at: at("2026-07-21T00:10"), no_return_before: null });
  const building = whole({ value: "p", label: "3号楼", name: "3号楼", households: 90, at: null });
  expect(orderOf({ ...draft, buildings: [building] }, "u", named, ZONE).groups).toEqual([{ place: "p" }]);
  expect(fields({ buildings: [divided(building, String)] })).toEqual(["order-p-2-households"]);
});
