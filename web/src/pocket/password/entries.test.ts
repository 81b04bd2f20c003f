import { expect, test } from "vitest";
import { wrongEntry } from "./entries";

test("ten characters are enough, whatever they are made of", () => {
  expect(wrongEntry({ new: "123456789", again: "123456789" })).toBe("new");
  expect(wrongEntry({ new: "1234567890", again: "1234567890" })).toBeUndefined();
  expect(wrongEntry({ new: "桥头堡桥头堡桥头堡桥", again: "桥头堡桥头堡桥头堡桥" })).toBeUndefined();
});

test("a sign of two code units counts once", () => {
  expect(wrongEntry({ new: "🔑🔑🔑🔑🔑", again: "🔑🔑🔑🔑🔑" })).toBe("new");
});

test("the second entry must be the first", () => {
  expect(wrongEntry({ new: "long enough", again: "long enougn" })).toBe("again");
  expect(wrongEntry({ new: "long enough", again: "" })).toBe("again");
});
