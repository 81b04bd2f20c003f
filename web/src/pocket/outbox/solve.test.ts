import { expect, test } from "vitest";
import { solve } from "./solve";

test("the first number that gives zero bits enough is found", async () => {
  // The same vector stands in the server's test: both sides count alike.
  const challenge = "1.12.1793000000.00112233445566778899aabbccddeeff.aa";
  expect(await solve(challenge)).toBe(`${challenge}.11286`);
});

test("a puzzle without bits is solved at once", async () => {
  expect(await solve("1.0.1793000000.n.aa")).toBe("1.0.1793000000.n.aa.0");
});

test("what no phone could solve is refused", async () => {
  for (const text of ["", "1", "1.x.2.n.aa", "1.23.2.n.aa", "1.-1.2.n.aa"]) await expect(solve(text)).rejects.toThrow();
});
