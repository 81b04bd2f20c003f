/** The duty desk as home: it is where one lands, it follows what goes on without a reload, and each number leads to its list. */
import { cap } from "./cap.mjs";
import { signIn } from "./console-steps.mjs";
import { person } from "./launch.mjs";
import { quietly } from "./quiet.mjs";
import { becomes, settle } from "./waits.mjs";

const HEADLINE = "演示气象台发布暴雨红色预警";
const WHO = "district";
const NARROW = [360, 320];

export const duty = quietly(async ({ baseUrl, system, home, grids, api, say, people }) => {
  const { page, errors, close } = await person({ baseUrl, webgl: false });
  await lands(page, system, say);
  await follows({ page, home, grids, api, people, say });
  await leads(page, say);
  await menu(page, say);
  await narrow(page, say);
  await deepLink(baseUrl, system, say);
  say.add(errors, "no errors on the duty desk");
  await close();
});

function block(page, name) {
  return page.locator(`[data-block="${name}"]`);
}

async function lands(page, system, say) {
  await signIn(page, system, WHO);
  say.check(/\/console\/duty$/.test(page.url()), "whoever has something to look after lands on the duty desk");
  await page.goto("/console/");
  await page.waitForURL(/\/console\/duty$/);
  say.check(await becomes(page.locator("main h1"), (text) => text.endsWith("值班台")), "so does the bare address");
  say.check(await becomes(block(page, "calls"), (text) => text.includes("现在没有叫应在进行")), "a quiet desk says in words that nobody is called");
  say.check(await becomes(block(page, "system"), (text) => text.includes("都正常")), "and that the system and its sources are well");
  say.check(await becomes(block(page, "roster"), (text) => /至|没有人值班/.test(text)), "it says who is on duty, or that nobody is");
}

/** The desk is never reloaded while things happen. */
async function follows({ page, home, grids, api, people, say }) {
  const city = await people("city");
  await api.warn(city, cap({ code: home.code, headline: HEADLINE }));
  const warning = block(page, "warnings").locator("li", { hasText: HEADLINE }).first();
  say.check(await becomes(warning, (text) => text.includes("红色") && /还剩/.test(text)), "a red warning stands on the open desk, with its level and the time left");
  say.check(await becomes(block(page, "calls"), (text) => /已到岗 0\/[1-9]/.test(text) && text.includes("已收到 0") && text.includes("未应答")), "its calls are counted: on post, received, silent");
  say.check(await becomes(block(page, "responses"), (text) => text.includes("建议启动二级响应") && /预警发出 \d+ 分钟,尚未决定/.test(text)), "the response that it asks for waits, with the time since the warning");
  say.check(await becomes(page.locator(".duty-next"), (text) => text.includes("应急响应待决定")), "the one button names the decision");
  await page.locator(".duty-next a").click();
  await page.waitForURL(/\/console\/responses\/[0-9a-f-]{36}/);
  await page.goBack();
  await page.waitForURL(/\/console\/duty$/);
  await api.endCalls(city);
  say.check(await becomes(block(page, "calls"), (text) => text.includes("现在没有叫应在进行")), "the round over, it leaves the desk by itself");
  const reported = block(page, "hazards").getByRole("link", { name: /^待受理/ });
  const before = last(await reported.innerText());
  await api.reported(grids[0].id);
  say.check(await becomes(reported, (text) => last(text) === before + 1), "a new report is counted at once");
}

function last(text) {
  return Number(text.match(/[\d,]+$/)?.[0].replaceAll(",", ""));
}

async function leads(page, say) {
  await block(page, "hazards").getByRole("link", { name: /^一小时内到期/ }).click();
  await page.waitForURL(/\/console\/hazards\?due=1h/);
  await page.locator(".row, .state-panel").first().waitFor();
  say.check(await becomes(page.locator(".filter-due"), (text) => text.includes("一小时内到期")), "the number of what is due leads to the queue with that filter");
  await page.goBack();
  await page.waitForURL(/\/console\/duty$/);
  await block(page, "warnings").locator("li a").first().click();
  await page.waitForURL(/\/console\/warnings\/[0-9a-f-]{36}/);
  say.check(true, "a warning's line leads to its page");
}

async function menu(page, say) {
  const nav = page.locator(".nav");
  const names = await nav.getByRole("link").allInnerTexts();
  say.check(names[0] === "值班台" && names.length <= 9, `the desk is the first of ${names.length} entries`);
  await nav.getByRole("link", { name: "应急响应" }).click();
  await page.waitForURL(/\/console\/responses/);
  await page.locator(".sub-tabs").getByRole("link", { name: "伤亡和损失" }).click();
  await page.waitForURL(/\/console\/harm/);
  say.check(await becomes(page.locator("main h1"), (text) => text.includes("伤亡和损失")), "pages that share an entry are tabs above the page");
  say.check((await nav.locator(".active").innerText()) === "应急响应", "and their entry stays marked");
  await nav.getByRole("link", { name: "值班台" }).click();
  await page.waitForURL(/\/console\/duty$/);
}

/** One column, and nothing to scroll sideways. */
async function narrow(page, say) {
  const size = page.viewportSize();
  for (const width of NARROW) {
    await page.setViewportSize({ width, height: 800 });
    await settle(page);
    say.check(await fits(page), `one column without sideways scrolling at ${width} px`);
  }
  await page.setViewportSize(size);
}

function fits(page) {
  return page.evaluate(() => {
    const columns = new Set([...document.querySelectorAll(".duty-block")].map((one) => Math.round(one.getBoundingClientRect().left)));
    const wide = [document.documentElement, document.querySelector("main")].some((one) => one.scrollWidth > one.clientWidth);
    return columns.size === 1 && !wide;
  });
}

async function deepLink(baseUrl, system, say) {
  const { page, errors, close } = await person({ baseUrl, webgl: false });
  await page.goto("/console/hazards?due=over");
  await page.locator("main .button-link").click();
  await page.waitForURL(/\/console\/sign-in/);
  await page.locator(".demo-accounts button", { hasText: `${WHO} ·` }).first().click();
  await page.waitForURL(/\/console\/hazards\?due=over/);
  say.check(true, "who followed a link comes back to it after signing in");
  say.add(errors, "no errors on the way back to a link");
  await close();
}

export const dutyPages = quietly(async ({ page, system, home, api, say, viewport, look, people }) => {
  await page.goto("/console/duty");
  await look("duty-signed-out");
  await signIn(page, system, WHO);
  await block(page, "roster").waitFor();
  await look("duty-quiet", 400);
  await api.warn(await people("city"), cap({ code: home.code, headline: HEADLINE }));
  for (const name of ["warnings", "calls", "responses"]) await block(page, name).locator("li").first().waitFor();
  await look("duty", 600);
  if (viewport.width < 600) {
    await page.setViewportSize({ width: 320, height: viewport.height });
    await look("duty-320", 300);
    say.check(await fits(page), "the busy desk fits 320 px");
    await page.setViewportSize(viewport);
  }
  await page.route("**/api/harm-reports*", (route) => route.fulfill({ status: 404, json: { code: "not_found", title: "not found", status: 404 } }));
  await page.reload();
  await block(page, "harm").locator("[role=alert]").waitFor();
  await look("duty-error", 400);
  await page.unroute("**/api/harm-reports*");
});
