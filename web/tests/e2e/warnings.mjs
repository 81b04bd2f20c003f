/** Call-and-confirm: a red warning comes in, posts are called, a phone answers, and the board follows until all are there. */
import { cap, capFile } from "./cap.mjs";
import { signIn } from "./console-steps.mjs";
import { silentOnes } from "./knock.mjs";
import { person, PHONE } from "./launch.mjs";
import { whole } from "./pocket-looks.mjs";
import { enter, unsent } from "./pocket-steps.mjs";
import { quietly } from "./quiet.mjs";
import { becomes, drawn } from "./waits.mjs";

const HEADLINE = "演示气象台发布暴雨红色预警";

export const warnings = quietly(async ({ baseUrl, system, home, api, say, people }) => {
  const { page, context, errors, close } = await person({ baseUrl, webgl: false });
  await signIn(page, system, "city");
  await page.locator(".nav").getByRole("link", { name: "预警中心" }).click();
  await page.waitForURL(/\/console\/warnings/);
  await refusedFile(page, say);
  const id = await taken(page, home, say);
  await listed(page, id, say);
  await page.locator(`.warning[data-id="${id}"] .warning-headline`).click();
  await board(page);
  await phone({ baseUrl, system, api, board: page, id, say });
  await escalated(page, say);
  await named(page, say);
  await paper(page, say);
  await silentOnes({ baseUrl, api, people, home, id, desk: page, say });
  await byRadio(page, say);
  await calledBack(page, say);
  await wall(page, say);
  await ended(page, say);
  await mapped({ baseUrl, system, id, say });
  await verified({ page, home, api, people, say });
  await calledByNobody(context, say);
  say.add(errors, "no errors on the pages of warnings");
  await close();
});

async function refusedFile(page, say) {
  await page.getByRole("button", { name: "导入预警文件" }).click();
  await page.locator("#cap-input").setInputFiles(capFile('<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>x</identifier></alert>', "broken.xml"));
  const findings = page.locator(".import-findings tbody tr");
  await findings.first().waitFor();
  const first = await findings.first().innerText();
  say.check((await findings.count()) > 1 && first.includes("/alert"), "a refused file shows each thing that is wrong, and where");
}

/** The dialog is still open: the mended file goes the same way. */
async function taken(page, home, say) {
  await page.locator("#cap-input").setInputFiles(capFile(cap({ code: home.code, headline: HEADLINE })));
  await page.waitForURL(/\/console\/warnings\/[0-9a-f-]{36}/);
  await page.locator(".warning-head").waitFor();
  const head = await page.locator(".warning-head").innerText();
  say.check(head.includes("红色") && head.includes(HEADLINE), "the warning is taken in and opens, with its level in words");
  say.check((await page.locator(".facts").innerText()).includes("关闭地下车库"), "it says what to do");
  return page.url().split("/").at(-1).split(/[?#]/)[0];
}

async function listed(page, id, say) {
  await page.locator(".back-link").click();
  const row = page.locator(`.warning[data-id="${id}"]`);
  say.check(await becomes(row, (text) => text.includes("演示气象台") && /已到岗 0\/[1-9]/.test(text)), "the list shows its round of calls, which began by itself");
  await page.getByRole("button", { name: "全部", exact: true }).click();
  await page.waitForURL(/show=all/);
  await row.waitFor();
}

/** The board stands when its posts are counted. */
async function board(page) {
  await page.locator(".board-top").waitFor();
  await becomes(count(page, "on_post"), (text) => /\/[1-9]/.test(text));
}

function count(page, what) {
  return page.locator(`.board-top [data-count="${what}"]`);
}

/** Whose phone rings depends on the roster and the hour. */
export async function calledWorker({ system, api }) {
  for (const { login, ...account } of system.demo_accounts.filter((one) => /^grid\d$/.test(one.login))) {
    const cookie = await api.signedIn({ login, ...account });
    const { items } = await api.get("/api/me/calls", cookie);
    if (items.some((call) => call.mine)) return login;
  }
  throw new Error("nobody of the grid workers is called");
}

async function phone({ baseUrl, system, api, board, say }) {
  const login = await calledWorker({ system, api });
  const worker = await person({ baseUrl, viewport: PHONE, webgl: false });
  const { page, context } = worker;
  await enter(page, login);
  await page.goto("/pocket/");
  await page.locator(".live-warning").click();
  say.check(await becomes(page.locator(".call"), (text) => text.includes(HEADLINE) && text.includes("关闭地下车库") && text.includes("就位")), `${login} reads level, place and what to do`);
  await page.locator("[data-report=received]").click();
  say.check(await becomes(count(board, "received"), (text) => text === "1"), "已收到: the open board follows without a reload");
  say.check(await becomes(count(board, "on_post"), (text) => text.startsWith("0/")), "and does not take it for 已到岗");
  await page.locator("[data-report=on_post]").click();
  say.check(await becomes(count(board, "on_post"), (text) => text.startsWith("1/")), "已到岗: the open board follows");
  await context.setOffline(true);
  await page.locator("#moved").fill("many");
  await page.locator("[data-report=moved]").click();
  say.check(await becomes(page.locator("#moved-error"), (text) => text.includes("整数")), "what is no number of people is said before it is sent");
  await page.locator("#moved").fill("12");
  await page.locator("[data-report=moved]").click();
  say.check(await unsent(page, 1), "without network a tap waits on the phone");
  say.check(await becomes(page.locator("[data-stage=moved]"), (text) => text.includes("12 人") && text.includes("等待发送")), "and the stage says so");
  await context.setOffline(false);
  say.check(await becomes(board.locator(".lag"), (text) => text.includes("已转移 12 人"), 30_000), "已转移: with network it arrives on the board");
  say.add(worker.errors, "no errors on the phone of the called");
  await worker.close();
}

/** Time is waited for here: the demonstration under test must climb its ladder within a minute (callout-plan.json). */
async function escalated(page, say) {
  say.check(await becomes(count(page, "escalated"), (text) => Number(text) > 0, 60_000), "a silent post comes onto the list of the unit above after its time");
  await page.getByRole("button", { name: "已上报", exact: true }).click();
  await page.waitForURL(/state=escalated/);
  const row = page.locator(".calls > li[data-escalated=true]").first();
  await row.waitFor();
  await row.getByRole("button", { name: /^呼叫记录/ }).click();
  say.check(await becomes(row.locator(".call-attempts"), (text) => text.includes("首次呼叫") || text.includes("还没有呼叫")), "what was tried unfolds");
}

async function named(page, say) {
  await page.locator(".calls > li").first().getByRole("button", { name: /^显示姓名电话/ }).click();
  await page.locator("#reveal-reason").fill("急");
  await page.locator(".action-form button[type=submit]").click();
  say.check(await becomes(page.locator(".action-form .error-summary"), (text) => text.includes("5 到 200")), "a name takes a reason");
  await page.locator("#reveal-reason").fill("未应答,打电话叫应");
  await page.locator(".action-form button[type=submit]").click();
  say.check(await becomes(page.locator(".revealed"), (text) => text.length > 3), "with one it is shown");
  await page.getByRole("button", { name: "看完了" }).click();
  await page.locator(".revealed").waitFor({ state: "detached" });
}

async function paper(page, say) {
  await page.evaluate(() => (window.print = () => undefined));
  await page.getByRole("button", { name: "打印未应答名单" }).click();
  await page.locator(".silent-list table").waitFor({ state: "attached" });
  const rows = await page.locator(".silent-list tbody tr").count();
  await page.emulateMedia({ media: "print" });
  const seen = (await page.locator(".silent-list").isVisible()) && !(await page.locator("#root").isVisible());
  await page.emulateMedia({ media: "screen" });
  say.check(rows > 0 && seen, `on paper the list of the silent stands alone (${rows} posts)`);
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
}

async function byRadio(page, say) {
  await page.getByRole("button", { name: "全部", exact: true }).click();
  await page.waitForURL(/state=all/);
  const open = page.locator(".calls [data-report=on_post]");
  const knock = page.locator(".calls [data-report=knock]").first();
  await knock.click();
  await page.locator(".ant-dropdown").getByRole("menuitem", { name: "敲门:已到岗" }).click();
  say.check(await becomes(page.locator(".calls"), (text) => text.includes("上门代报")), "who was found at the door is written down as such");
  // A row that was reported goes by itself, and may do so while the next click is on its way to it.
  for (let clicks = 0; clicks < 60 && (await open.count()) > 0; clicks++) await open.first().click({ timeout: 5_000 }).catch(() => undefined);
  say.check((await open.count()) === 0, "all others are written down by radio");
  say.check(await becomes(count(page, "on_post"), (text) => /^(\d+)\/\1\(100%\)$/.test(text)), "all are on post");
  say.check(await becomes(page.locator(".board-top .unit-state"), (text) => text.includes("已确认")), "the community is confirmed");
  await page.getByRole("button", { name: "未应答", exact: true }).click();
  say.check(await becomes(page.locator("#calls .state-panel"), (text) => text.includes("没有未应答的岗位")), "nobody is silent");
}

/** In a demonstration each confirmation is called back; only what the phone itself said can be called back by this desk. */
async function calledBack(page, say) {
  const rows = page.locator(".call-backs > li");
  await rows.first().waitFor();
  const waiting = await rows.count();
  const text = await rows.first().innerText();
  say.check(!text.includes("已到岗"), "whoever calls back does not see what was said");
  await rows.first().getByRole("button", { name: /^在岗/ }).click();
  const section = page.locator("section", { has: page.locator("#call-backs-title") }).last();
  say.check(await becomes(section, (text) => /已回访 1 · 属实 100%/.test(text)), "the true rate stands on the board");
  say.check((await rows.count()) === waiting - 1, "a call-back is made once");
}

async function wall(page, say) {
  await page.getByRole("button", { name: "大屏" }).click();
  await page.waitForURL(/wall=1/);
  await page.locator(".wall-counts").waitFor();
  const size = await page.locator(".wall-counts dd").first().evaluate((one) => parseFloat(getComputedStyle(one).fontSize));
  say.check(size >= 48 && (await page.locator(".wall input, .wall button, .nav").count()) === 0, "the wall shows large numbers and nothing to type into");
  await page.keyboard.press("Escape");
  await page.locator(".board-head").waitFor();
  say.check(!page.url().includes("wall"), "Escape leaves it");
}

/** Nobody silences a round without saying why. */
async function ended(page, say) {
  await page.getByRole("button", { name: "结束叫应", exact: true }).click();
  const form = page.locator(".ant-modal .action-form");
  await form.locator("button[type=submit]").click();
  say.check(await becomes(form.locator(".error-summary"), (text) => text.includes("写明理由")), "ending calls takes a reason");
  await form.locator("#end-reason").fill("全部到岗,预警解除");
  await form.locator("button[type=submit]").click();
  say.check(await becomes(page.locator(".lag"), (text) => text.includes("结束") || text.includes("历时")), "the round has ended");
}

/** With a browser that can draw: the others of this file are without. */
async function mapped({ baseUrl, system, id, say }) {
  const { page, errors, close } = await person({ baseUrl });
  await signIn(page, system, "city");
  await page.goto(`/console/warnings/${id}`);
  await board(page);
  await drawn(page);
  const map = page.locator(".board").getByRole("group", { name: /叫应地图。表格有同样的内容/ });
  say.check(await becomes(map.locator(".state-legend"), (text) => text.includes("已确认") && text.includes("通信中断")), "the board is drawn as a map too, and its signs are said in words");
  say.add(errors, "no errors around the map of the board");
  await close();
}

/** A warning that is over is verified, and its issuer's sums say so. */
async function verified({ page, home, api, people, say }) {
  const city = await people("city");
  const past = await api.warn(city, cap({ code: home.code, headline: "演示气象台发布暴雨黄色预警", lasts: 1000 }));
  const falseAlarm = page.getByRole("button", { name: "空报" });
  for (let tries = 0; tries < 20 && !(await falseAlarm.isVisible()); tries++) {
    await page.goto(`/console/warnings/${past.id}`);
    await page.locator(".warning-head").waitFor();
    await page.waitForTimeout(1000);
  }
  await page.getByLabel("依据(可不填,不写姓名)").fill("全天无雨");
  await falseAlarm.click();
  say.check(await becomes(page.locator("section:has(#verification-title)"), (text) => text.includes("空报") && text.includes("全天无雨")), "a warning that is over is verified on its page");
  await page.goto("/console/warnings/issuers");
  const cells = page.getByRole("row", { name: /演示气象台/ }).getByRole("cell");
  await cells.first().waitFor();
  say.check((await cells.nth(2).innerText()) !== "0", "its issuer's sums count the false alarm");
}

async function calledByNobody(context, say) {
  const page = await context.newPage();
  await page.goto(`/pocket/call#${"0".repeat(64)}`);
  say.check(await becomes(page.locator(".error-box"), (text) => text.includes("链接不对")), "a link that opens nothing says so");
  await page.close();
}

export const warningPages = quietly(async ({ page, system, home, api, say, viewport, look, people }) => {
  const city = await people("city");
  const warning = await api.warn(city, cap({ code: home.code, headline: HEADLINE }));
  await api.warn(city, cap({ code: home.code, headline: `${HEADLINE}(演练)`, status: "Exercise" }));
  await page.goto("/console/warnings");
  await look("warnings-signed-out");
  await signIn(page, system, "city");
  await page.goto("/console/warnings");
  await page.locator(".warning").nth(1).waitFor();
  await look("warnings", 400);
  await page.locator(".page-head button", { hasText: /导入|Import/ }).click();
  await page.locator("#cap-input").setInputFiles(capFile("<alert/>", "broken.xml"));
  await page.locator(".import-refused").waitFor();
  await look("warnings-refused", 500);
  await page.goto("/console/warnings?show=all");
  await page.locator(".warning").first().waitFor();
  await look("warnings-all", 400);
  await page.goto(`/console/warnings/${warning.id}`);
  await board(page);
  await look("warning", 400);
  await page.locator("#calls").scrollIntoViewIfNeeded();
  await page.locator(".calls > li").first().waitFor();
  await page.locator(".calls > li button[aria-expanded]").first().click();
  await look("warning-calls", 600);
  await page.locator(".calls > li button", { hasText: /姓名|name/ }).first().click();
  await page.locator("#reveal-reason").waitFor();
  await look("warning-reveal", 500);
  await page.goto(`/console/warnings/${warning.id}?wall=1`);
  await page.locator(".wall-counts").waitFor();
  await look("warning-wall", 400);
  await page.goto("/console/warnings/issuers");
  await page.locator(".plain-table").waitFor();
  await look("warning-issuers", 400);
  await page.goto("/console/warnings/00000000-0000-7000-8000-000000000000");
  await page.locator(".state-panel[role=alert]").waitFor();
  await look("warning-missing");
  await onPhone({ page, system, api, say, viewport, look });
});

async function onPhone({ page, system, api, say, viewport, look: picture }) {
  const small = [];
  const look = whole({ page, viewport, picture, small });
  const login = await calledWorker({ system, api });
  await enter(page, login);
  await page.goto("/pocket/");
  await page.locator(".live-warning").waitFor();
  await look("pocket-home-called", 300);
  await page.goto("/pocket/warnings");
  await page.locator("[data-report]").first().waitFor();
  await look("pocket-called", 300);
  // The second waits for the rest after the first, as a thumb must.
  for (const report of ["received", "on_post"]) await page.locator(`[data-report=${report}]`).click();
  await page.locator("#moved").fill("many");
  await page.locator("[data-report=moved]").click();
  await page.locator("#moved-error").waitFor();
  await look("pocket-on-post", 300);
  const call = await page.evaluate(async () => (await (await fetch("/api/me/calls")).json()).items[0]);
  // The secret of a link leaves the server in a message alone: the page is looked at with the same call.
  await page.route("**/api/call-links", (route) => route.fulfill({ json: { ...call, mine: false, may_report: false } }));
  await page.goto(`/pocket/call#${"a".repeat(64)}`);
  await page.locator(".call").waitFor();
  await look("pocket-call-link", 300);
  await page.unroute("**/api/call-links");
  await page.reload();
  await page.locator(".error-box").waitFor();
  await look("pocket-call-link-wrong", 300);
  say.add(small, "nothing on the pages of the called is too small for a thumb");
}
