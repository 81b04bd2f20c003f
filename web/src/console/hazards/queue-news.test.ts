import { expect, test } from "vitest";
import type { HazardEvent } from "../../api/event-feed";
import type { HazardView } from "../../api/types";
import { NO_NEWS, patchRows, withEvents } from "./queue-news";

const event = (id: string, state = "accepted") => ({ id, state }) as HazardEvent;
const row = (id: string, version: number) => ({ id, version }) as HazardView;

test("a shown row is changed, an unseen fitting one has arrived, others are no news", () => {
  const news = withEvents(NO_NEWS, [event("a"), event("b"), event("c", "closed")], new Set(["a"]), (e) => e.state !== "closed");
  expect([...news.changed]).toEqual(["a"]);
  expect([...news.arrived]).toEqual(["b"]);
});

test("one hazard that changes twice is one arrival, and none once it no longer fits", () => {
  const fits = (e: HazardEvent) => e.state !== "closed";
  const twice = withEvents(NO_NEWS, [event("b"), event("b", "assigned")], new Set(), fits);
  expect(twice.arrived.size).toBe(1);
  expect(withEvents(twice, [event("b", "closed")], new Set(), fits).arrived.size).toBe(0);
});

test("rows are replaced where they stand, never by an older answer", () => {
  const pages = [{ items: [row("a", 3), row("b", 1)] }];
  const fresh = new Map([["a", row("a", 2)], ["b", row("b", 2)]]);
  expect(patchRows(pages, fresh)).toEqual([{ items: [row("a", 3), row("b", 2)] }]);
});
