/** Every page of the pocket on two phones, in both languages and grounds: a picture, axe, sizes of targets, nothing cut off. */
import { axe } from "./axe.mjs";
import { person } from "./launch.mjs";
import { cameraPicture } from "./pictures.mjs";
import { linkPages } from "./pocket-links.mjs";
import { enter } from "./pocket-steps.mjs";
import { shoot } from "./shots.mjs";
import { becomes, settle } from "./waits.mjs";

const SMALL = { width: 360, height: 740 };
const USUAL = { width: 390, height: 844 };
const VARIANTS = [
  { name: "small-zh-light", viewport: SMALL, lang: "zh", theme: "light" },
  { name: "small-en-dark", viewport: SMALL, lang: "en", theme: "dark" },
  { name: "usual-zh-dark", viewport: USUAL, lang: "zh", theme: "dark" },
  { name: "usual-en-light", viewport: USUAL, lang: "en", theme: "light" },
];

export async function pocketLooks(all) {
  // Two at a time: while one waits, the other draws.
  await Promise.all([VARIANTS.slice(0, 2), VARIANTS.slice(2)].map((some) => inTurn(some, all)));
}

async function inTurn(variants, all) {
  for (const variant of variants) {
    const { page, context, errors, close } = await person({ ...all, ...variant, webgl: false });
    const found = [];
    const picture = async (name) => {
      await shoot(page, variant, name);
      found.push(...(await axe(page, name)));
    };
    const pictured = whole({ page, viewport: variant.viewport, picture, small: found });
    const look = (name) => settle(page).then(() => pictured(name));
    await stranger({ ...all, page, context, look });
    await staff({ ...all, page, context, look });
    all.say.add(found, `pocket, axe and targets: ${variant.name}`);
    all.say.add(errors, `pocket, no errors: ${variant.name}`);
    await close();
  }
}

/** A picture of all of a page, not only of what is in sight; what on a phone is too small for a thumb goes to `small`. */
export function whole({ page, viewport, picture, small }) {
  return async (name, ms) => {
    // What the bar at the bottom covers can be scrolled out from under it, which axe does not know.
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.setViewportSize({ width: viewport.width, height: Math.max(height, viewport.height) });
    await picture(name, ms);
    if (viewport.width < 600) small.push(...(await tooSmall(page)).map((one) => `${name}: ${one}`));
    await page.setViewportSize(viewport);
  };
}

async function stranger({ page, context, look }) {
  await page.goto("/pocket/");
  await look("home");
  await page.goto("/pocket/sign-in");
  await page.locator("button[data-login]").first().waitFor();
  await look("sign-in");
  await page.goto("/pocket/tasks");
  await look("tasks-signed-out");
  await write(page);
  await look("report");
  await context.setOffline(true);
  await page.locator(".bottom .primary").click();
  await page.locator(".queued .hint-box").waitFor();
  await look("queued");
  await page.goto("/pocket/outbox");
  await page.locator(".outbox li").waitFor();
  await look("outbox");
  await page.locator(".outbox li .text-button").last().click();
  await look("outbox-delete");
  await context.setOffline(false);
  await page.locator(".outbox li[data-state=sent]").waitFor();
  await look("outbox-sent");
  const refuse = (route) => route.fulfill({ status: 422, contentType: "application/problem+json", body: JSON.stringify({ code: "file_kind", status: 422 }) });
  await context.route("**/api/hazards", refuse);
  await write(page);
  await page.locator(".bottom .primary").click();
  await page.locator(".queued .error-box").waitFor();
  await look("refused");
  await context.unroute("**/api/hazards", refuse);
  await page.goto("/pocket/outbox");
  await page.locator(".outbox li[data-state=refused]").waitFor();
  await look("outbox-refused");
  await page.goto("/pocket/me");
  await look("me-signed-out");
  await linkPages({ page, look });
}

async function staff({ page, context, api, grid, look }) {
  const hazard = await api.reported(grid.id);
  await enter(page, "grid1");
  await page.locator(".tasks li").first().waitFor();
  await look("tasks");
  await page.goto(`/pocket/tasks/${hazard.id}`);
  await page.locator(".steps button").first().waitFor();
  await look("task");
  await context.setOffline(true);
  await page.locator(".steps button").first().click();
  await page.locator(".task [data-state=waiting]").waitFor();
  await look("task-waiting");
  await page.goto("/pocket/me");
  await page.locator(".summary").waitFor();
  await look("me-blocked");
  await context.setOffline(false);
  // The refused report of the stranger stays.
  await becomes(page.locator(".strip-unsent"), (text) => text.startsWith("1 "));
  await page.goto("/pocket/");
  await look("home-staff");
  await page.goto("/pocket/me");
  await page.locator("input[value=largest]").check();
  await page.goto("/pocket/tasks");
  await page.locator(".tasks li").first().waitFor();
  await look("tasks-largest");
  await enter(page, "district");
  await page.goto("/pocket/closures");
  await page.locator(".state-panel strong").waitFor();
  await look("closures-shut");
}

async function write(page) {
  await page.goto("/pocket/report");
  await page.locator(".tiles button").first().click();
  await page.locator("section > button.primary").first().click();
  await page.locator("#description").waitFor();
  await page.locator("input[data-photo=album]").setInputFiles(await cameraPicture(page, 800, 600));
  await page.locator(".photos li").waitFor();
}

/** What a thumb cannot hit (under 44 px), and what hangs over the edge. Links inside a sentence are text. */
function tooSmall(page) {
  return page.evaluate(() => {
    const found = [];
    for (const one of document.querySelectorAll("a[href], button, input, select, textarea")) {
      const target = one.matches("input[type=radio], input[type=checkbox]") ? (one.closest("label") ?? one) : one;
      const { width, height, right } = target.getBoundingClientRect();
      if (width === 0 || getComputedStyle(target).display === "inline") continue;
      if (width < 44 || height < 44) found.push(`${Math.round(width)} × ${Math.round(height)} ${target.outerHTML.slice(0, 90)}`);
      if (right > innerWidth + 1) found.push(`over the edge: ${target.outerHTML.slice(0, 90)}`);
    }
    if (document.documentElement.scrollWidth > innerWidth) found.push(`the page is ${document.documentElement.scrollWidth} px wide`);
    return found;
  });
}
