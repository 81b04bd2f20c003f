import { expect, test } from "vitest";
import { accountOrder, EMPTY_ACCOUNT, personErrors, refusedField } from "./account-draft";

const need = { login: "login", zh: "zh", contact: "contact" };
const person = { ...EMPTY_ACCOUNT, login: "li.wei-2", zh: "李伟", phone: "13800000000" };
const posting = { title: "grid_worker", unit: "u1", body: undefined, from: "2026-12-01", to: "2026-12-31" };

test("an empty form asks for sign-in name, Chinese name and a way to send the link", () => {
  expect(personErrors(EMPTY_ACCOUNT, need).map((error) => error.field)).toEqual(["account-login", "account-zh", "account-phone"]);
});

test("a phone number or a mail address is enough", () => {
  expect(personErrors(person, need)).toEqual([]);
  expect(personErrors({ ...person, phone: " ", email: "li@example.org" }, need)).toEqual([]);
});

test("a sign-in name has small letters, digits and three signs", () => {
  for (const login of ["Li", "li wei", "李伟", "a".repeat(65)]) expect(personErrors({ ...person, login }, need)).toHaveLength(1);
  expect(personErrors({ ...person, login: " li_wei " }, need)).toEqual([]);
});

test("what is left out is not sent, and the last day counts whole", () => {
  const order = accountOrder({ ...person, login: " li ", posting }, "Asia/Shanghai");
  expect(order?.login).toBe("li");
  expect(order?.names).toEqual({ zh: "李伟" });
  expect(order?.email).toBeNull();
  expect(order?.posting.body).toBeNull();
  expect(order?.posting.from).toBe(Date.parse("2026-12-01T00:00:00+08:00"));
  expect(order?.posting.to).toBeGreaterThan(Date.parse("2026-12-31T23:00:00+08:00"));
});

test("without a title or an area there is no order", () => {
  expect(accountOrder(person, "Asia/Shanghai")).toBeUndefined();
});

test("a refusal leads to its field", () => {
  const fields = [{ pointer: "/email", code: "contact_invalid", detail: "" }];
  expect(refusedField({ code: "duplicate_key", fields: [] })).toBe("account-login");
  expect(refusedField({ code: "contact_invalid", fields })).toBe("account-email");
  expect(refusedField({ code: "contact_invalid", fields: [] })).toBe("account-phone");
  expect(refusedField({ code: "posting_dates_invalid", fields: [] })).toBe("posting-to");
});
