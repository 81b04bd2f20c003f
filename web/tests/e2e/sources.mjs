/** Sources of warnings and readings: a gauge speaks under a secret of its own, shown once; a feed that fails says why, is paused and taken away. */
import { atDesk, chooseUnit, signIn } from "./console-steps.mjs";
import { cast } from "./quiet.mjs";
import { becomes } from "./waits.mjs";

const PAGE = "/console/sources";
/** Nobody listens there. */
const NOWHERE = "http://127.0.0.1:9";
/** Why such an address is not read, and what the server says of it. */
const FAULT = "private_network";
const WHY = "`127.0.0.1` is an address of a private network; allow it in the configuration if it is meant";
const MINUTE_MS = 60_000;

export async function sources({ baseUrl, system, home, say }) {
  const { page, errors, close } = await atDesk({ baseUrl, system }, "city");
  await page.locator(".nav").getByRole("link", { name: "预警中心" }).click();
  await page.waitForURL(/\/console\/warnings/);
  await page.locator(".page-head").getByRole("link", { name: "数据来源" }).click();
  await page.waitForURL(/\/console\/sources/);
  const name = `平安雨量站 ${Date.now()}`;
  const secret = await registered({ page, home, name, say });
  await heard({ baseUrl, page, name, secret, say });
  await stopped({ baseUrl, page, name, secret, say });
  const feed = `演示预警源 ${Date.now()}`;
  await added({ page, feed, say });
  await onlySeen({ baseUrl, system, feed, say });
  await failed({ page, feed, say });
  await paused({ page, feed, say });
  await removed({ page, feed, say });
  say.add(errors, "no errors on the page of sources");
  await close();
}

function gauges(page) {
  return page.locator("section[aria-labelledby=gauges-title]");
}

function row(page, name) {
  return page.locator(".warning-list > .warning", { hasText: name });
}

function form(page) {
  return page.locator(".ant-modal .action-form");
}

async function sent(baseUrl, secret) {
  const readings = [{ quantity: "rain", at: Date.now() - 1000, value: 1.5, unit: "mm" }];
  const headers = { "Content-Type": "application/json", Authorization: `Bearer ${secret}` };
  const answer = await fetch(`${baseUrl}/api/readings`, { method: "POST", headers, body: JSON.stringify({ readings }) });
  return { code: answer.status, ...(answer.ok && (await answer.json())) };
}

async function registered({ page, home, name, say }) {
  await gauges(page).getByRole("button", { name: "登记测站" }).click();
  await form(page).locator("button[type=submit]").click();
  say.check(await becomes(form(page).locator(".error-summary"), (text) => text.includes("填写名称") && text.includes("选择所在辖区")), "a gauge needs a name and a place");
  await page.locator("#gauge-name").fill(name);
  await chooseUnit(page, "gauge-unit", home.names.zh);
  await form(page).locator("button[type=submit]").click();
  const shown = page.locator(".ant-modal code.source-address");
  await shown.waitFor();
  const secret = (await shown.innerText()).trim();
  say.check(secret.startsWith("bhg_") && (await page.locator(".ant-modal").last().innerText()).includes("只显示这一次"), "its secret is shown, and that it is shown once");
  await page.getByRole("button", { name: "已抄下" }).click();
  await shown.waitFor({ state: "detached" });
  say.check(await becomes(row(page, name), (text) => text.includes("等待第一个读数") && text.includes("还没有读数")), "the gauge is listed and waits for its first reading");
  return secret;
}

async function heard({ baseUrl, page, name, secret, say }) {
  say.check((await sent(baseUrl, `${secret}0`)).code === 401, "nobody speaks for it with another secret");
  const answer = await sent(baseUrl, secret);
  say.check(answer.code === 200 && answer.taken === 1 && answer.refused.length === 0, "with its own a reading is taken");
  await page.reload();
  say.check(await becomes(row(page, name), (text) => text.includes("正常") && text.includes("最近读数")), "and the list says so");
}

async function stopped({ baseUrl, page, name, secret, say }) {
  await row(page, name).getByRole("button", { name: `修改 ${name}` }).click();
  await form(page).getByRole("button", { name: "停用", exact: true }).click();
  await page.locator(".ant-modal-confirm").getByRole("button", { name: "停用", exact: true }).click();
  say.check(await becomes(row(page, name), (text) => text.includes("已停用")), "a gauge is stopped");
  say.check((await sent(baseUrl, secret)).code === 401, "and its secret opens nothing any more");
}

async function added({ page, feed, say }) {
  await page.getByRole("button", { name: "新增来源" }).click();
  await form(page).locator("button[type=submit]").click();
  say.check(await becomes(form(page).locator(".error-summary"), (text) => text.includes("填写名称") && text.includes("填写地址")), "a feed needs a name and an address");
  await page.locator("#feed-name").fill(feed);
  await page.locator("#feed-address").fill(`${NOWHERE}/${Date.now()}.atom`);
  await form(page).locator("button[type=submit]").click();
  say.check(await becomes(row(page, feed), (text) => text.includes("等待第一次读取") && text.includes("没有核实:只提示")), "the feed is listed; nobody vouches for it, so it only proposes");
  await row(page, feed).getByRole("button", { name: `立即读取 ${feed}` }).click();
  say.check(await becomes(page.locator(".ant-message-success", { hasText: "已安排" }), () => true), "it can be asked at once");
}

async function onlySeen({ baseUrl, system, feed, say }) {
  const { page, errors, close } = await atDesk({ baseUrl, system }, "district");
  await page.goto(PAGE);
  await row(page, feed).waitFor();
  say.check((await page.locator(".source-buttons").count()) === 0 && (await page.getByRole("button", { name: /^(新增来源|登记测站|修改)/ }).count()) === 0, "who only sees sources has nothing to press");
  say.add(errors, "no errors for who only sees sources");
  await close();
}

/** A demonstration asks no address: that this feed fails is written into the answer; all else in it is real. */
async function failing(page, name) {
  const answer = async (route) => {
    const { items } = await (await route.fetch()).json();
    const now = Date.now();
    const fails = { state: "failing", failures: 3, fault: FAULT, last_error: WHY, tried_at: now, next_at: now + MINUTE_MS };
    await route.fulfill({ json: { items: items.map((one) => (one.name === name ? { ...one, ...fails } : one)) } });
  };
  // The page asks again and again: what it asks while it goes away is answered by nobody.
  await page.route("**/api/warning-feeds", (route) => answer(route).catch(() => undefined));
  return () => page.unrouteAll({ behavior: "wait" });
}

async function failed({ page, feed, say }) {
  const mend = await failing(page, feed);
  await page.reload();
  const fails = ["读取失败,自动重试", "还没有取到过", "连续失败 3 次", "原因:", "地址在内网", "127.0.0.1"];
  say.check(await becomes(row(page, feed), (text) => fails.every((word) => text.includes(word))), "a feed that fails says so, how often, and why, in the reader's language");
  await row(page, feed).getByRole("button", { name: `${feed} 的条目` }).click();
  say.check(await becomes(page.locator(".ant-modal"), (text) => text.includes("还没有条目")), "it has brought nothing");
  await page.keyboard.press("Escape");
  await page.locator(".ant-modal").waitFor({ state: "detached" });
  await mend();
}

async function paused({ page, feed, say }) {
  await row(page, feed).getByRole("button", { name: `修改 ${feed}` }).click();
  await form(page).getByRole("checkbox", { name: "暂停读取" }).check();
  await form(page).locator("button[type=submit]").click();
  say.check(await becomes(row(page, feed), (text) => text.includes("已暂停") && !text.includes("下次")), "a feed is paused");
  say.check(await row(page, feed).getByRole("button", { name: `立即读取 ${feed}` }).isDisabled(), "and is not asked while it is");
}

async function removed({ page, feed, say }) {
  await row(page, feed).getByRole("button", { name: `修改 ${feed}` }).click();
  await form(page).getByRole("button", { name: "删除来源" }).click();
  await page.locator(".ant-modal-confirm").getByRole("button", { name: "删除来源" }).click();
  await row(page, feed).waitFor({ state: "detached" });
  say.check(true, "and taken away");
}

export async function sourcePages({ page, system, home, api, lang, look }) {
  const city = await cast({ system, api })("city");
  const [id, name] = [crypto.randomUUID(), `雨量站 ${Date.now()}`];
  await api.send("PUT", `/api/warning-feeds/${id}`, { name, address: `${NOWHERE}/${id}.atom`, authenticated: false, every_s: 60 }, city);
  await page.goto(PAGE);
  await look("sources-signed-out");
  await signIn(page, system, "city");
  const mend = await failing(page, name);
  await page.goto(PAGE);
  await page.locator(`[data-id="${id}"][data-state=failing]`).waitFor();
  await look("sources", 300);
  await page.locator(".page-head .ant-btn-primary").click();
  await submitted(page);
  await look("source-feed", 500);
  await closed(page);
  await page.locator(`[data-id="${id}"] .source-buttons button`).nth(1).click();
  await page.locator(".ant-modal .state-panel:not(.loading)").waitFor();
  await look("source-entries", 500);
  await closed(page);
  await gauges(page).locator(".page-head button").last().click();
  await submitted(page);
  await look("source-gauge", 500);
  await page.locator("#gauge-name").fill(name);
  await chooseUnit(page, "gauge-unit", home.names[lang]);
  await form(page).locator("button[type=submit]").click();
  await page.locator(".ant-modal code.source-address").waitFor();
  await look("source-secret", 500);
  await page.locator(".ant-modal .ant-btn-primary").click();
  await page.locator(".ant-modal").waitFor({ state: "detached" });
  const gauge = gauges(page).locator(".warning", { hasText: name });
  await gauge.scrollIntoViewIfNeeded();
  await look("source-gauges", 300);
  await api.send("DELETE", `/api/gauges/${await gauge.getAttribute("data-id")}`, undefined, city);
  await api.send("DELETE", `/api/warning-feeds/${id}`, undefined, city);
  await mend();
}

/** What is missing is said. */
async function submitted(page) {
  await form(page).locator("button[type=submit]").click();
  await form(page).locator(".error-summary").waitFor();
}

async function closed(page) {
  await page.keyboard.press("Escape");
  await page.locator(".ant-modal").waitFor({ state: "detached" });
}
