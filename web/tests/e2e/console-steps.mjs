import { person } from "./launch.mjs";
import { settle } from "./waits.mjs";

export async function signIn(page, system, login) {
  const account = system.demo_accounts.find((one) => one.login === login);
  if (!account) throw new Error(`no demo account ${login}`);
  await page.goto("/console/sign-in");
  await page.locator(".demo-accounts button", { hasText: `${login} ·` }).first().click();
  // Where one starts hangs on what one may see.
  await page.waitForURL(/\/console\/(duty|units)/);
}

/** A browser of its own, in which somebody is signed in. */
export async function atDesk({ baseUrl, system }, login) {
  const one = await person({ baseUrl, webgl: false });
  await signIn(one.page, system, login);
  return one;
}

/** Chooses in a list of the kit that takes no typing; the options of closed ones are still there, out of sight. */
export async function choose(page, id, option) {
  await page.locator(".ant-select", { has: page.locator(`#${id}`) }).click();
  await page.locator(".ant-select-item-option:visible", { hasText: option }).first().click();
}

/** Adds one of a list from which several can be chosen. */
export async function chooseMany(page, id, option) {
  await page.locator(`#${id}`).click();
  await page.locator(".ant-select-item-option:visible", { hasText: option }).first().click();
  await page.locator(`#${id}`).press("Escape");
}

/** Adds the first that a list offers, in whatever language. */
export async function chooseFirst(page, id) {
  await page.locator(`#${id}`).click();
  await page.locator(".ant-select-item-option:visible").first().click();
  await page.locator(`#${id}`).press("Escape");
}

/** Finds a unit by its name. */
export async function chooseUnit(page, id, name) {
  await page.locator(`#${id}`).fill(name);
  await page.locator(".ant-select-item-option:visible", { hasText: name }).first().click();
}

/** One step of a hazard as a person does it: open its page, press the button, fill what is asked. */
export async function act(page, id, word, fill) {
  await page.goto(`/console/hazards/${id}`);
  const button = page.locator(".action-buttons").getByRole("button", { name: word, exact: true });
  await button.waitFor();
  await button.click();
  if (fill) await fill(page);
  await page.locator(".ant-message-success").waitFor({ timeout: 10_000 });
}

export function form({ text, body }) {
  return async (page) => {
    const frame = page.locator(".action-form");
    await frame.waitFor();
    if (body) {
      await page.locator("#action-body").click();
      await page.locator(".ant-select-item-option", { hasText: body }).first().click();
    }
    if (text) await page.locator("#action-text").fill(text);
    await frame.locator("button[type=submit]").click();
  };
}

export async function openQueue(page) {
  await page.goto("/console/hazards");
  await page.locator(".row, .card, .state-panel").first().waitFor();
  await settle(page);
}
