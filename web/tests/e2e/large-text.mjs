/** Twice the size: at the desk the browser's own enlargement, on a phone the reader's own size of letters. Nothing is lost, and no page moves sideways. */
import { cap } from "./cap.mjs";
import { signIn } from "./console-steps.mjs";
import { person } from "./launch.mjs";
import { losses } from "./losses.mjs";
import { enter } from "./pocket-steps.mjs";
import { cast, quiet } from "./quiet.mjs";
import { shoot } from "./shots.mjs";
import { settle } from "./waits.mjs";

/** The smallest usual screen of a desk, 1366 × 768, at 200 %: half as many pixels each way. */
const DESK = { width: 683, height: 384 };
/** A phone whose reader has doubled the letters of all pages, and a small old one on which the pocket's own largest are chosen. */
const PHONES = {
  doubled: { viewport: { width: 360, height: 740 }, letters: 32 },
  largest: { viewport: { width: 320, height: 568 }, letters: 16 },
};
/** What must remain below bars and tabs for the page itself, in px. */
const ROOM = 160;

export async function largeText(all) {
  const { home, api, system, say } = all;
  const people = cast({ system, api });
  await quiet({ home, api, people });
  await api.warn(await people("city"), cap({ code: home.code, headline: "演示气象台发布暴雨红色预警" }));
  for (const lang of ["zh", "en"]) {
    const found = [];
    const look = (page, face) => async (name) => {
      await settle(page, 300);
      await shoot(page, { name: `large-${face}-${lang}` }, name);
      for (const loss of await page.evaluate(losses)) found.push(`${face} ${name}: ${loss}`);
    };
    await desk({ ...all, lang, look, found });
    for (const which of Object.keys(PHONES)) await pocket({ ...all, which, lang, look });
    say.add(found, `nothing is lost in large text: ${lang}`);
  }
  await quiet({ home, api, people });
}

async function desk({ baseUrl, system, home, waiting, lang, look, found, say }) {
  const { page, errors, close } = await person({ baseUrl, lang, viewport: DESK, webgl: false });
  const at = look(page, "desk");
  await page.goto("/console/sign-in");
  await page.locator(".demo-accounts").first().waitFor();
  await at("sign-in");
  await signIn(page, system, "district");
  await page.locator("[data-block=calls] li").first().waitFor();
  await at("duty");
  const [room, down] = await page.locator("main").evaluate((one) => [getComputedStyle(one).overflowY === "visible" ? innerHeight : one.clientHeight, Math.max(one.scrollTop, scrollY)]);
  if (room < ROOM) found.push(`desk duty: ${room} px are left for the page`);
  if (down !== 0) found.push(`desk duty: the page opens ${down} px below its top`);
  await page.locator("[data-block=warnings] li a").first().click();
  await page.locator(".warning-page .round, .board, main h1").first().waitFor();
  await at("warning");
  await page.goto("/console/hazards");
  await page.locator(".card, .row").first().waitFor();
  await at("queue");
  await page.locator(".card input[type=checkbox], .row input[type=checkbox]").first().check();
  await page.locator(".bulk-bar").waitFor();
  await at("queue-marked");
  await page.goto("/console/responses");
  await at("responses");
  await page.goto(`/console/units?unit=${home.id}`);
  await at("map");
  await page.goto(`/console/units?unit=${home.id}&view=table`);
  await page.locator(".row").first().waitFor();
  await at("units-table");
  await page.keyboard.press("Control+k");
  await page.locator("#find-box").fill("平安");
  await page.locator(".find-list button").first().waitFor();
  await at("find");
  await page.keyboard.press("Escape");
  await page.locator(".topbar > button").first().click();
  await page.locator(".ant-drawer .nav-item").first().waitFor();
  await at("menu");
  await page.goto(`/console/hazards/${waiting.answer.id}`);
  await page.locator(".action-buttons button").first().waitFor();
  await at("hazard");
  say.add(errors, `no errors at the desk in large text: ${lang}`);
  await close();
}

async function pocket({ baseUrl, grids, api, which, lang, look, say }) {
  const { viewport, letters } = PHONES[which];
  const [longitude, latitude] = grids[0].centre;
  const position = { longitude, latitude, accuracy: 15 };
  const { page, context, errors, close } = await person({ baseUrl, lang, position, viewport, webgl: false });
  // The browser's own setting, of which the page's sizes are multiples.
  const browser = await context.newCDPSession(page);
  await browser.send("Page.setFontSizes", { fontSizes: { standard: letters } });
  const at = look(page, `pocket-${which}`);
  const hazard = await api.reported(grids[0].id);
  await page.goto("/pocket/me");
  if (which === "largest") await page.locator("input[value=largest]").check();
  await page.goto("/pocket/");
  await at("home");
  const size = await page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));
  say.check(size >= 22, `large letters on the phone, ${which}: ${size} px`);
  await page.goto("/pocket/report");
  await page.locator(".tiles button").first().waitFor();
  await at("report-kind");
  await page.locator(".tiles button").first().click();
  await page.locator("#place-text").waitFor();
  await at("report-place");
  await page.locator("section > button.primary").first().click();
  await page.locator("#description").waitFor();
  await at("report-send");
  for (const name of ["me", "follow", "warnings", "sign-in"]) {
    await page.goto(`/pocket/${name}`);
    await at(name);
  }
  await enter(page, "grid1");
  await page.locator(".tasks li").first().waitFor();
  await at("tasks");
  await page.goto(`/pocket/tasks/${hazard.id}`);
  await page.locator(".steps button").first().waitFor();
  await at("task");
  for (const name of ["", "warnings", "outbox", "me", "harm", "evacuation"]) {
    await page.goto(`/pocket/${name}`);
    await at(`staff-${name || "home"}`);
  }
  say.add(errors, `no errors on the phone in large text: ${which} ${lang}`);
  await close();
}
