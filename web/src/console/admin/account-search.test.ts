import { expect, test } from "vitest";
import { matches, type Account } from "./account-search";

const account = {
  login: "grid1",
  names: { zh: "一号网格员" },
  postings: [{ title: "grid_worker", unit: { names: { zh: "平安一网格" }, code: "410105008990001" } }],
} as unknown as Account;
const found = (text: string) => matches(account, text, (names) => names["zh"] ?? "", (id) => (id === "grid_worker" ? "专职网格员" : id));

test("every word must stand somewhere", () => {
  expect(["", "GRID1", "专职", "平安 网格员", "410105008990001"].map(found)).toEqual([true, true, true, true, true]);
  expect(["lead", "平安 书记"].map(found)).toEqual([false, false]);
});
