/** The main loop at the desk without a mouse: from signing in to the closed hazard, by keys alone. */
import { countPointers, hands, holds } from "./keys.mjs";
import { menus, rareStep } from "./keyboard-menus.mjs";
import { person } from "./launch.mjs";
import { becomes, settle } from "./waits.mjs";

/** Who takes which steps: the button, what its form asks, and the state after it. */
const COMMUNITY = [
  ["受理", undefined, "待分派"],
  ["分派", { body: "物业" }, "待处置"],
];
const FURTHER = [
  ["property", "记录控制", { text: "已断电,拉好警戒线。" }, "已控制"],
  ["property", "开始整改", undefined, "整改中"],
  ["property", "报告完成", { text: "电动车已搬走,电线已拆。" }, "待复核"],
  ["grid1", "复核通过", { text: "现场看过,已清空。" }, "复核通过"],
  ["lead", "办结", {}, "已办结"],
];

export async function keyboard({ baseUrl, grids, api, say }) {
  const { page, context, errors, close } = await person({ baseUrl, webgl: false });
  const pointers = await countPointers(context);
  const hazard = await api.reported(grids[0].id);
  const hand = hands(page);
  const all = { page, hand, hazard, say };
  await page.goto("/console/sign-in");
  await signIn(all, "lead");
  await find(all);
  await menus(all);
  await search(all);
  for (const step of COMMUNITY) await take(all, step);
  await rareStep(all);
  let last = "lead";
  for (const [login, ...step] of FURTHER) {
    if (login !== last) await change(all, login);
    last = login;
    await take(all, step);
  }
  say.check((await pointers(page)) === 0, "neither a mouse nor a finger touched the page");
  say.add(hand.faults, "wherever the focus stood it was seen, in view and uncovered");
  say.add(errors, "no errors with the keyboard alone");
  await close();
}

async function signIn({ page, hand, say }, login) {
  const button = page.locator(".demo-accounts button", { hasText: `${login} ·` });
  await button.first().waitFor({ state: "attached" });
  if (!(await button.first().isVisible())) await hand.enter(page.locator(".sign-in summary"), "the folded accounts");
  await hand.enter(button, `the account ${login}`);
  await page.waitForURL(/\/console\/(duty|units)/);
  await settle(page);
  say.check(await hand.kept(), `${login} signs in, and the focus stands on the page`);
}

/** From the duty desk to the queue of what nobody has taken on. */
async function find({ page, hand, say }) {
  await hand.enter(page.locator("[data-block=hazards]").getByRole("link", { name: /^待受理/ }), "the number of reports");
  await page.waitForURL(/\/console\/hazards\?state=reported/);
  await page.locator(".row").first().waitFor();
  say.check(await hand.kept(), "a number on the duty desk leads to its queue, and the focus with it");
}

/** The search box, out of it into the list, and from there to the hazard. */
async function search({ page, hand, hazard, say }) {
  await hand.press("/");
  say.check(await holds(page.locator(".filter-text")), "a slash goes to the search box");
  await hand.type(hazard.number);
  await page.waitForURL(/q=/);
  await page.waitForFunction((id) => document.querySelectorAll(".row").length === 1 && document.querySelector(`.row[data-id="${id}"]`), hazard.id);
  await hand.press("Enter");
  say.check(await becomes(page.locator(".row-active"), (text) => text.includes(hazard.number)), "Enter leads from the box to the first row");
  say.check(await hand.kept(), "and the focus to the list");
  await hand.press("Enter");
  await page.waitForURL(new RegExp(hazard.id));
  await page.locator(".action-buttons button").first().waitFor();
  say.check(await hand.kept(), "Enter opens it, and the focus stands on its page");
}

/** One step of the hazard; a form takes the focus by itself, and gives it back. */
async function take({ page, hand, say }, [word, fill, after]) {
  await hand.enter(page.locator(".action-buttons").getByRole("button", { name: word, exact: true }), word);
  if (fill) {
    await page.waitForFunction(() => document.activeElement.closest(".action-form"));
    if (fill.body) {
      await hand.type(fill.body);
      await page.locator(".ant-select-item-option:visible", { hasText: fill.body }).first().waitFor();
      await hand.press("Enter");
    }
    if (fill.text) {
      await hand.to(page.locator("#action-text"), "the text of the form");
      await hand.type(fill.text);
    }
    await hand.enter(page.locator(".action-form button[type=submit]"), "the form's button");
  }
  const done = await becomes(page.locator(".hazard-status .state-tag"), (text) => text === after);
  await page.locator(".action-form").waitFor({ state: "hidden" });
  say.check(done && (await hand.kept()), `${word} leads to ${after}, and the focus stays on the page`);
}

/** Somebody else takes over at the same desk, and finds the hazard by its number. */
async function change(all, login) {
  const { page, hand, hazard } = all;
  await hand.enter(page.locator(".topbar-end > button").last(), "the account", "Shift+Tab");
  await hand.enter(page.locator(".account-card button"), "sign out");
  await page.waitForURL(/\/console\/units/);
  await hand.kept();
  await hand.enter(page.locator(".sign-in-link"), "the link to sign in", "Shift+Tab");
  await signIn(all, login);
  await hand.press("Control+k");
  await page.locator("#find-box:focus").waitFor();
  await hand.type(hazard.number);
  await page.locator(".find-list button").first().waitFor();
  await hand.press("Enter");
  await page.waitForURL(new RegExp(hazard.id));
  await page.locator(".action-buttons button").first().waitFor();
  await hand.kept();
}
