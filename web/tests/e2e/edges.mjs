/** Beside the straight way: who may not enter, who comes second, what is empty, what cannot be reached. */
import { openQueue, signIn } from "./console-steps.mjs";
import { person } from "./launch.mjs";
import { notice } from "./notice.mjs";
import { becomes, firstPaint } from "./waits.mjs";

export async function edges({ baseUrl, system, waiting, api, say }) {
  const { page, context, errors, close } = await person({ baseUrl, webgl: false });
  await page.goto("/console/units?view=table");
  const first = await firstPaint(page);
  await page.locator(".topbar .brand").waitFor();
  const whole = await page.evaluate(() => Math.round(performance.now()));
  console.log(`     first contentful paint of the console: ${first} ms; its bar and menu stood at ${whole} ms at the latest`);
  await counts(page, say);
  await entering(page, system, say);
  await second(page, waiting, api, say);
  await notice(page, waiting.hazard.id, say);
  await paging(page, say);
  await unreachable(page, context, say);
  await leaving(page, say);
  say.add(errors, "no console errors, no CSP refusals at the edges");
  await close();
}

async function counts(page, say) {
  const line = page.locator(".counts");
  await becomes(line, (text) => /70,818/.test(text));
  const text = (await line.innerText()).replace(/\s+/g, " ");
  say.check(/县级单位 15 街道和乡镇 206 社区和村 3,206 .*网格 70,818/.test(text), `the city's counts: ${text}`);
  say.check(await becomes(page.locator(".row").first().locator(".ant-table-cell").nth(5), (cell) => cell === "–"), "without a session a count is a dash");
}

async function entering(page, system, say) {
  await page.goto("/console/sign-in");
  await page.locator("#login").fill("lead");
  await page.locator("#password").fill("wrong");
  await page.locator("form button[type=submit]").click();
  say.check(await becomes(page.locator(".error-summary"), (text) => text.includes("账号或密码不对")), "a wrong password is refused in words");
  await signIn(page, system, "lead");
  say.check(await becomes(page.locator(".topbar-end"), (text) => text.includes("社区书记")), "the right one shows the post");
}

/** Somebody else assigns while this person still has the form open. */
async function second(page, { hazard, cookie }, api, say) {
  await page.goto(`/console/hazards/${hazard.id}`);
  await page.locator(".action-buttons").getByRole("button", { name: "分派", exact: true }).click();
  await page.locator("#action-body").click();
  await page.locator(".ant-select-item-option", { hasText: "物业" }).first().click();
  const { items } = await api.get(`/api/bodies?unit=${hazard.unit.id}`);
  const other = items.find((body) => body.kind === "property_company");
  await api.act(cookie, hazard.id, { action: "assign", version: hazard.version, body: other.id });
  await page.locator(".action-form button[type=submit]").click();
  say.check(await becomes(page.locator(".conflict"), (text) => text.includes("已分派")), "who comes second reads who was first");
  await page.locator(".conflict button").first().click();
  say.check(await becomes(page.locator(".hazard-status .state-tag"), (text) => text === "待处置"), "and sees what it is now");
}

async function paging(page, say) {
  await page.goto(`/console/units?q=${encodeURIComponent("村")}&view=table`);
  const foot = page.locator(".table-foot");
  say.check(await becomes(foot, (text) => text.includes("500")), "many hits come in pages");
  await foot.getByRole("button").click();
  say.check(await becomes(foot, (text) => text.includes("1,000")), "the next page is added");
  await page.goto("/console/units?q=zzzz&view=table");
  say.check(await becomes(page.locator(".state-panel"), (text) => text.includes("没有找到")), "no hits: says so and what to try");
}

async function unreachable(page, context, say) {
  await page.goto("/console/hazards/00000000-0000-7000-8000-000000000000");
  say.check(await becomes(page.locator(".state-panel"), (text) => /没有找到[^]*错误编号/.test(text)), "a missing hazard: words and an error number");
  await openQueue(page);
  await context.setOffline(true);
  await page.getByRole("button", { name: /^待受理/ }).click();
  say.check(await becomes(page.locator(".state-panel"), (text) => text.includes("连不上服务器"), 20_000), "no network: says what is safe");
  await context.setOffline(false);
  await page.locator(".state-panel").getByRole("button").click();
  await page.locator(".row").first().waitFor();
  say.check(true, "the network is back: the list comes");
}

async function leaving(page, say) {
  await page.locator(".topbar-end").getByRole("button", { name: "社区书记" }).click();
  await page.getByRole("button", { name: "退出登录" }).click();
  await page.locator(".sign-in-link").waitFor();
  await page.goto("/console/hazards");
  say.check(await becomes(page.locator(".state-panel"), (text) => text.includes("登录后查看")), "after signing out the queue asks to sign in");
}
