/** Menus, dialogs and many rows at once by keys alone. */
import { holds } from "./keys.mjs";
import { becomes } from "./waits.mjs";

/** A rarer step stands in a menu: the arrows walk through it, Enter opens its form, and Escape gives the focus back. */
export async function rareStep({ page, hand, say }) {
  const more = page.locator(".action-buttons").getByRole("button", { name: "更多", exact: true });
  const form = page.locator(".action-form");
  await chooseIn(page, hand, more, "调整紧急程度");
  await form.waitFor();
  await page.waitForFunction(() => document.activeElement.closest(".action-form"));
  await hand.press("Escape");
  await form.waitFor({ state: "hidden" });
  say.check((await hand.kept()) && (await holds(more)), "Escape closes the form of a rarer step and gives the focus back to its menu");
  await chooseIn(page, hand, more, "调整紧急程度");
  await hand.to(page.locator("#action-choice input"), "the choice of urgency");
  // Past the one that it has already.
  await hand.press("ArrowDown");
  await hand.press("ArrowDown");
  await hand.to(page.locator("#action-text"), "the reason");
  await hand.type("现场情况有变化。");
  await hand.enter(form.locator("button[type=submit]"), "the form's button");
  await form.waitFor({ state: "hidden" });
  say.check(await becomes(page.locator(".timeline"), (text) => text.includes("现场情况有变化")), "a rarer step is taken out of the menu");
  await hand.kept();
}

async function chooseIn(page, hand, button, name) {
  await hand.enter(button, name);
  const entry = page.locator(".ant-dropdown:visible [role=menuitem]", { hasText: name });
  await page.waitForFunction(() => document.activeElement.closest(".ant-dropdown"));
  await hand.to(entry, name, "ArrowDown");
  await hand.press("Enter");
}

/** What is on screen leaves as a file, becomes a view of one's own, and is marked row by row. */
export async function menus({ page, hand, say }) {
  const file = page.waitForEvent("download");
  await hand.enter(page.getByRole("button", { name: "导出", exact: true }), "export", "Shift+Tab");
  await page.waitForFunction(() => document.activeElement.closest(".ant-dropdown"));
  await hand.press("Enter");
  say.check((await file).suggestedFilename().endsWith(".csv"), "Enter on an entry of the export fetches the file");
  await hand.kept();
  await hand.enter(page.locator(".views > button").last(), "the views");
  await page.locator("#view-name:focus").waitFor();
  await hand.type("键盘视图");
  await hand.press("Enter");
  await page.locator(".views .chip", { hasText: "键盘视图" }).waitFor();
  await page.locator("#view-name").waitFor({ state: "hidden" });
  say.check(await hand.kept(), "a view is saved, and the focus is back on the page");
  await hand.enter(page.locator(".views > button").last(), "the views");
  await hand.enter(page.getByRole("button", { name: "删除视图 键盘视图" }), "its removal");
  await page.locator(".views .chip", { hasText: "键盘视图" }).waitFor({ state: "detached" });
  say.check((await hand.kept()) && (await holds(page.getByRole("dialog"))), "a view is removed, and the focus stays in the dialog");
  await hand.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await hand.kept();
  await hand.press("?");
  await page.locator(".keys").waitFor();
  await page.locator(".ant-modal-title:focus").waitFor();
  say.check(true, "a dialog without a field begins with its heading, not with the button that closes it");
  await hand.press("Escape");
  await page.locator(".keys").waitFor({ state: "hidden" });
  await hand.press("j");
  await hand.press("x");
  await hand.to(page.locator(".bulk-bar button"), "what can be done with the marked rows");
  await hand.press("Escape");
  await page.locator(".bulk-bar").waitFor({ state: "detached" });
  say.check(await hand.kept(), "the bar of the marked rows goes, and the focus is not lost with it");
}
