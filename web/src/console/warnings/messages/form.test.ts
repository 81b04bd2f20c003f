import { expect, test } from "vitest";
import type { MessageTemplates, WarningView } from "../../../api/types";
import { contentOf, emptyForm, expiresAt, forwarding, missing, withTemplates } from "./form";

const templates = {
  version: "1",
  hazards: [
    { id: "rain", names: { zh: "暴雨" }, warned: "rainstorm" },
    { id: "icing", names: { zh: "道路结冰" }, warned: "icing" },
  ],
  templates: [{ hazard: "icing", colour: "red", audience: "residents", action: { zh: "非必要不外出", en: "stay in" } }],
  advice: [],
  own_warnings: false,
  longest: { zh: 60, en: 306 },
} as unknown as MessageTemplates;

const warning = { id: "w", hazard: "icing", colour: "red", event: { zh: "道路结冰" }, headline: { zh: "道路结冰红色预警" }, units: [{ id: "u" }], expires_at: 1_000_000 } as unknown as WarningView;

test("a forwarded warning gives danger, level, areas and the template's words", () => {
  const form = forwarding(emptyForm(), warning, templates);
  expect(form).toMatchObject({ kind: "forward", warning: "w", hazard: "icing", colour: "red", units: ["u"] });
  expect(form.said[0]).toEqual({ audience: "residents", zh: "非必要不外出", en: "stay in" });
  expect(missing(form)).toEqual([]);
});

test("what somebody wrote is not replaced by a template", () => {
  const written = { ...emptyForm(), hazard: "icing", colour: "red" as const, said: [{ audience: "residents" as const, zh: "写好的", en: "" }] };
  expect(withTemplates(written, templates).said[0]!.zh).toBe("写好的");
});

test("it counts no longer than the warning", () => {
  const form = forwarding(emptyForm(), warning, templates);
  expect(expiresAt(form, 0, warning)).toBe(1_000_000);
  expect(expiresAt(form, 0, undefined)).toBe(6 * 3_600_000);
});

test("what is missing is named, and a notice names no warning", () => {
  expect(missing(emptyForm())).toEqual(["units", "said"]);
  expect(missing({ ...emptyForm(), kind: "forward", hours: 100 })).toEqual(["warning", "units", "until", "said"]);
  const notice = { ...forwarding(emptyForm(), warning, templates), kind: "risk_notice" as const };
  expect(contentOf(notice, 5, undefined)).toMatchObject({ warning: null, detail: {}, expires_at: 5 });
});
