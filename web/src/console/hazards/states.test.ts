import { expect, test } from "vitest";
import { toFilter } from "./states";

const ZONE = "Asia/Shanghai";
/** 2026-11-28, 10:00 in the zone. */
const NOW = Date.UTC(2026, 10, 28, 2);
const HOUR = 3_600_000;

test("what is due is asked for by the clock or by the calendar of the installation", () => {
  expect(toFilter({ due: "over" }, NOW, ZONE)).toEqual({ overdue: true, open: true });
  expect(toFilter({ due: "1h" }, NOW, ZONE)).toEqual({ due: NOW + HOUR, open: true });
  expect(toFilter({ due: "today" }, NOW, ZONE)).toEqual({ due: Date.UTC(2026, 10, 28, 15, 59), open: true });
  expect(toFilter({ due: "3d", state: "reported" }, NOW, ZONE)).toEqual({ due: Date.UTC(2026, 11, 1, 15, 59), state: "reported" });
});
