import { describe, expect, test } from "vitest";
import { ago, countdown, dateTime, instant, left, limit, listTime, nameIn, percent, today } from "./format";

const ZONE = "Asia/Shanghai";
const NOW = Date.UTC(2026, 10, 24, 0, 15);

describe("times are the installation's, whatever zone the viewer is in", () => {
  test("full", () => {
    expect(dateTime(NOW, "zh", ZONE)).toBe("2026-11-24 08:15");
    expect(dateTime(NOW, "en", ZONE)).toBe("24 Nov 2026, 08:15");
  });

  test("a day is a calendar day there, not 24 hours", () => {
    expect(listTime(NOW - 9 * 3_600_000, NOW, "zh", ZONE)).toBe("昨天 23:15");
    expect(listTime(NOW - 3_600_000, NOW, "en", ZONE)).toBe("today 07:15");
    expect(listTime(NOW - 20 * 86_400_000, NOW, "zh", ZONE)).toBe("11-04 08:15");
  });

  test("relative only under one hour", () => {
    expect(ago(NOW - 3 * 60_000, NOW, "zh", ZONE)).toBe("3 分钟前");
    expect(ago(NOW - 61 * 60_000, NOW, "zh", ZONE)).toBe("今天 07:14");
  });
});

test("a countdown says what is left, then by how much it is over", () => {
  expect(countdown(NOW + 12 * 60_000, NOW, "zh")).toBe("还剩 12 分钟");
  expect(countdown(NOW - 8 * 60_000, NOW, "zh")).toBe("已超 8 分钟");
  expect(countdown(NOW + 26 * 3_600_000, NOW, "en")).toBe("1 d 2 h left");
});

test("what the program does next counts seconds when they matter", () => {
  expect(left(NOW + 80_000, NOW, "zh")).toBe("还剩 1 分 20 秒");
  expect(left(NOW + 9_400, NOW, "en")).toBe("10 s left");
  expect(left(NOW + 12 * 60_000, NOW, "en")).toBe("12 min left");
  expect(left(NOW - 1, NOW, "zh")).toBe("马上");
});

test("a hundred in a hundred is said only of all", () => {
  expect(percent(42, 57)).toBe("74%");
  expect(percent(999, 1000)).toBe("99%");
  expect(percent(1000, 1000)).toBe("100%");
  expect(percent(3, 1000)).toBe("0.3%");
  expect(percent(0, 9)).toBe("0%");
  expect(percent(0, 0)).toBe("–");
});

test("limits read as words, unknown forms stay untouched", () => {
  expect(limit("PT2H", false, "zh")).toBe("2 小时");
  expect(limit("PT72H", false, "zh")).toBe("3 天");
  expect(limit("PT72H", true, "zh")).toBe("3 个工作日");
  expect(limit("by the next flood season", true, "en")).toBe("by the next flood season");
});

test("a name falls back to Chinese", () => {
  expect(nameIn({ zh: "平安社区" }, "en")).toBe("平安社区");
});

test("a date field speaks of the installation's days", () => {
  expect(today(NOW, ZONE)).toBe("2026-11-24");
  expect(today(NOW - 9 * 3_600_000, ZONE)).toBe("2026-11-23");
  expect(instant("2026-11-24", "08:15", ZONE)).toBe(NOW);
  // Where clocks are set forward and back, the hour of that day counts.
  expect(new Date(instant("2026-07-01", "12:00", "Europe/Berlin")).toISOString()).toBe("2026-07-01T10:00:00.000Z");
  expect(new Date(instant("2026-12-01", "12:00", "Europe/Berlin")).toISOString()).toBe("2026-12-01T11:00:00.000Z");
  expect(instant("no date", "12:00", ZONE)).toBeNaN();
});
