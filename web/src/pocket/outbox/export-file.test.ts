import { expect, test } from "vitest";
import { exportFile } from "./export-file";
import type { Item } from "./item";

test("the file to carry by hand holds answers and handovers whole", async () => {
  const rest = { account: "grid", made: 1, photos: [], state: "waiting" as const, tries: 0, next: 0 };
  const items: Item[] = [
    { ...rest, id: "answer", work: { kind: "knock", call: "call", ordered: 60, title: { zh: "平安一网格" }, found: "there" } },
    { ...rest, id: "handover", work: { kind: "handover", call: "call", title: {}, post: "lead", to: { zh: "网格长" }, known: 0 } },
  ];
  expect(JSON.parse(await exportFile(items).text())).toEqual({ format: "bridgehead-outbox-1", items });
});
