/** Every page in both languages, both grounds, desktop and phone: a picture to look at, and axe on what is drawn. */
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { axe } from "./axe.mjs";
import { signIn } from "./console-steps.mjs";
import { DESKTOP, person, PHONE, settle } from "./launch.mjs";

const SHOTS = join(dirname(fileURLToPath(import.meta.url)), "shots");

const VARIANTS = [
  { name: "desktop-zh-light", viewport: DESKTOP, lang: "zh", theme: "light" },
  { name: "desktop-en-dark", viewport: DESKTOP, lang: "en", theme: "dark" },
  { name: "phone-zh-dark", viewport: PHONE, lang: "zh", theme: "dark" },
  { name: "phone-en-light", viewport: PHONE, lang: "en", theme: "light" },
];

export async function looks({ baseUrl, system, say, home, hazard, link, position }) {
  mkdirSync(SHOTS, { recursive: true });
  for (const variant of VARIANTS) {
    const { context, page, errors } = await person({ baseUrl, ...variant, position });
    const found = [];
    const look = async (name, ms) => {
      await settle(page, ms);
      await page.screenshot({ path: join(SHOTS, `${variant.name}-${name}.png`) });
      found.push(...(await axe(page, name)));
    };
    await consolePages({ page, system, home, hazard, look });
    await pocketPages({ page, link, look });
    say.add(found, `axe: ${variant.name}`);
    say.add(errors, `no errors: ${variant.name}`);
    await context.close();
  }
}

async function consolePages({ page, system, home, hazard, look }) {
  await page.goto("/console/sign-in");
  await page.locator(".demo-accounts").waitFor();
  await look("sign-in", 300);
  await page.goto("/console/hazards");
  await look("hazards-signed-out", 300);
  await page.goto("/console/units");
  await page.locator(".map-canvas canvas").waitFor();
  await look("units-signed-out", 3000);
  await signIn(page, system, "lead");
  await page.locator(".map-canvas canvas").waitFor();
  await look("units", 3000);
  await page.goto(`/console/units?unit=${home.id}`);
  await look("community", 4000);
  await page.goto(`/console/units?unit=${home.id}&sel=${home.id}&view=table`);
  await look("community-table", 1000);
  await page.goto("/console/units?q=zzzz&view=table");
  await look("units-empty", 1000);
  await page.goto("/console/hazards");
  await look("hazards", 500);
  await page.goto("/console/hazards?q=zzzz");
  await look("hazards-empty", 500);
  await page.goto(`/console/hazards/${hazard}`);
  await look("hazard", 3000);
  await page.goto("/console/hazards?state=accepted");
  await page.locator(".row a, .card a").first().click();
  await page.locator(".action-buttons button:enabled").first().click();
  await page.locator(".action-form").waitFor();
  await look("assign", 800);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await page.locator(".find-list").waitFor();
  await page.keyboard.type("平安");
  await look("find", 1000);
  await page.goto("/console/hazards/00000000-0000-7000-8000-000000000000");
  await look("hazard-missing", 1500);
}

async function pocketPages({ page, link, look }) {
  await page.goto("/pocket/");
  await look("pocket-home", 300);
  await page.goto("/pocket/report");
  await page.locator(".tiles button").first().waitFor();
  await look("pocket-kind", 200);
  await page.locator(".tiles button", { has: page.locator(".mark") }).first().click();
  await page.locator("#unit-search").fill("平安");
  await page.locator(".results button").first().waitFor();
  await look("pocket-place", 200);
  await page.locator("section > button.primary").first().click();
  await page.locator("#description").waitFor();
  await look("pocket-send", 200);
  await page.context().setOffline(true);
  await page.locator(".bottom .primary").click();
  await page.locator(".error-box").waitFor();
  await look("pocket-offline", 200);
  await page.context().setOffline(false);
  await page.locator(".bottom .primary").click();
  await page.locator(".done-number").waitFor();
  await look("pocket-done", 200);
  await page.goto(link.replace(/^https?:\/\/[^/]+/, ""));
  await page.locator(".follow-state").waitFor();
  await look("pocket-follow", 200);
}
