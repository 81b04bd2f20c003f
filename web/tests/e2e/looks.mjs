/** Every page in both languages, both grounds, desktop and phone: a picture to look at, and axe on what is drawn. */
import { axe } from "./axe.mjs";
import { signIn } from "./console-steps.mjs";
import { person } from "./launch.mjs";
import { fillNotice } from "./notice.mjs";
import { shoot, VARIANTS } from "./shots.mjs";
import { drawn, settle } from "./waits.mjs";

export async function looks(all) {
  // Two at a time: while one waits, the other draws.
  const [first, second] = [VARIANTS.filter((_, i) => i % 2 === 0), VARIANTS.filter((_, i) => i % 2 === 1)];
  await Promise.all([inTurn(first, all), inTurn(second, all)]);
}

async function inTurn(variants, all) {
  for (const variant of variants) {
    const { page, errors, close } = await person({ ...all, ...variant });
    const found = [];
    const look = async (name, ms) => {
      await settle(page, ms);
      await shoot(page, variant, name);
      found.push(...(await axe(page, name)));
    };
    await consolePages({ ...all, page, look });
    await pocketPages({ ...all, page, look });
    all.say.add(found, `axe: ${variant.name}`);
    all.say.add(errors, `no errors: ${variant.name}`);
    await close();
  }
}

async function consolePages({ page, system, home, closed, waiting, look }) {
  await page.goto("/console/sign-in");
  await page.locator(".demo-accounts").first().waitFor();
  await look("sign-in");
  await page.goto("/console/hazards");
  await look("hazards-signed-out");
  await page.goto("/console/units");
  await drawn(page);
  await look("units-signed-out");
  await signIn(page, system, "lead");
  await page.goto("/console/units");
  await drawn(page);
  await look("units");
  await page.goto(`/console/units?unit=${home.id}`);
  await drawn(page);
  await look("community");
  for (let i = 0; i < 2; i++) {
    await page.locator(".map-buttons button").first().click();
    await page.waitForTimeout(250);
  }
  await drawn(page);
  await look("places");
  await page.goto(`/console/units?unit=${home.id}&sel=${home.id}&view=table`);
  await page.locator(".row").first().waitFor();
  await look("community-table", 500);
  await page.goto("/console/units?q=zzzz&view=table");
  await look("units-empty");
  await page.goto("/console/hazards");
  await page.locator(".row, .card").first().waitFor();
  await look("hazards");
  await page.goto("/console/hazards?q=zzzz");
  await look("hazards-empty");
  await page.goto(`/console/hazards/${closed}`);
  await page.locator(".timeline").waitFor();
  await look("hazard", 1500);
  await page.goto(`/console/hazards/${waiting}`);
  await page.locator(".action-buttons button:enabled").first().click();
  await page.locator(".action-form").waitFor();
  await look("assign", 500);
  await page.keyboard.press("Escape");
  await page.goto(`/console/hazards/${waiting}`);
  await fillNotice(page);
  await look("notice-form", 500);
  await page.locator(".action-form button[type=submit]").click();
  await page.locator(".notices li").last().waitFor();
  await look("hazard-notices", 800);
  await page.goto(await page.locator(".notices li a").last().getAttribute("href"));
  await look("notice-paper");
  await page.goto(`/console/hazards/${waiting}`);
  await page.locator(".timeline").waitFor();
  await page.keyboard.press("Control+k");
  await page.locator("#find-box").fill("平安");
  await page.locator(".find-list button").first().waitFor();
  await look("find");
  await page.goto("/console/hazards/00000000-0000-7000-8000-000000000000");
  await page.locator(".state-panel[role=alert]").waitFor();
  await look("hazard-missing");
}

async function pocketPages({ page, link, look }) {
  await page.goto("/pocket/");
  await look("pocket-home");
  await page.goto("/pocket/check");
  await page.locator("#check-code").fill("0000-0000-0000-0000");
  await page.locator("button[type=submit]").click();
  await page.locator(".error-box").waitFor();
  await look("pocket-check");
  await page.goto("/pocket/report");
  await page.locator(".tiles button").first().waitFor();
  await look("pocket-kind");
  await page.locator(".tiles button", { has: page.locator(".mark") }).first().click();
  await page.locator("#unit-search").fill("平安");
  await page.locator(".results button").first().waitFor();
  await look("pocket-place", 600);
  await page.locator("section > button.primary").first().click();
  await page.locator("#description").waitFor();
  await look("pocket-send");
  await page.context().setOffline(true);
  await page.locator(".bottom .primary").click();
  await page.locator(".queued .hint-box").waitFor();
  await look("pocket-offline");
  await page.context().setOffline(false);
  await page.locator(".done-number").waitFor();
  await look("pocket-done");
  await page.goto(link.replace(/^https?:\/\/[^/]+/, ""));
  await page.locator(".follow-state").waitFor();
  await look("pocket-follow");
}
