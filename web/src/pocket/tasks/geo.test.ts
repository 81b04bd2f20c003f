import { expect, test } from "vitest";
import { metres, wind } from "./geo";

const here = { lon: 113.6, lat: 34.7 };

test("a degree of latitude is about 111 km, one of longitude less", () => {
  expect(metres(here, { lon: 113.6, lat: 35.7 })).toBeCloseTo(111_195, -2);
  expect(metres(here, { lon: 114.6, lat: 34.7 })).toBeCloseTo(91_417, -2);
  expect(metres(here, here)).toBe(0);
});

test("eight winds", () => {
  expect(wind(here, { lon: 113.6, lat: 34.8 })).toBe("n");
  expect(wind(here, { lon: 113.7, lat: 34.7 })).toBe("e");
  expect(wind(here, { lon: 113.5, lat: 34.6177 })).toBe("sw");
  expect(wind(here, { lon: 113.599, lat: 34.8 })).toBe("n");
});
