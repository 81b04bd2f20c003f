/** The assistance register at the desk: numbers for whoever reports there, one entry at a time with a reason, a numbered list while an activation is open, and the head of the building who keeps it. */
import { atDesk, chooseMany, signIn } from "./console-steps.mjs";
import { cast, quiet } from "./quiet.mjs";
import { becomes } from "./waits.mjs";

const DOOR = "2604";
const REASON = "转移前确认要不要担架";

/** With the group of the phone's pages the first: what other groups leave in force opens the register. */
export async function assistDesk({ baseUrl, system, home, grids, api, say }) {
  const people = cast({ system, api });
  await quiet({ home, api, people });
  const lead = await people("lead");
  const building = await firstBuilding(api, grids[0], lead);
  const { page, errors, close } = await atDesk({ baseUrl, system }, "lead");
  await opened({ page, building, say });
  const link = await writtenDown({ page, say });
  await shut({ page, api, building, lead, say });
  await api.post("/api/evacuations", { id: crypto.randomUUID(), unit: grids[0].id, peril: "flood", where_to: "平安小学", move_first: true }, lead);
  await page.reload();
  await seen({ page, say });
  await printed({ page, say });
  await page.goto(link);
  say.check(await becomes(page.locator(".assist .results"), (text) => text.includes("社区书记") && text.includes(REASON) && text.includes("打印")), "whom it is about reads both: that it was seen and that it was printed");
  say.add(errors, "no errors on the desk of the duty officer");
  await close();
  await kept({ baseUrl, system, building, say });
  await denied({ baseUrl, system, say });
  await quiet({ home, api, people });
}

async function firstBuilding(api, grid, cookie) {
  return (await api.get(`/api/places/register?unit=${grid.id}&kind=building&limit=1`, cookie)).items[0];
}

function card(page, building) {
  return page.locator(`.assist-card[data-id="${building.id}"]`);
}

function lines(page) {
  return page.locator("#assist-entries .assist-entry");
}

function form(page) {
  return page.locator(".ant-modal .action-form");
}

async function opened({ page, building, say }) {
  await page.locator(".nav").getByRole("link", { name: "应急响应" }).click();
  await page.locator(".sub-tabs").getByRole("link", { name: "协助登记" }).click();
  await page.waitForURL(/\/console\/assist/);
  await page.getByLabel("查楼栋名称或编号").fill(building.names.zh);
  say.check(await becomes(card(page, building), (text) => text.includes("已登记") && text.includes("户")), "each building says how many are registered");
  say.check((await page.getByRole("button", { name: /导出/ }).count()) === 0, "the register has no export");
  await card(page, building).getByRole("link").click();
  await page.locator("#assist-cover").waitFor();
}

/** Taken down for somebody: what is missing is said, and the link is shown once. */
async function writtenDown({ page, say }) {
  await page.getByRole("button", { name: "代为登记" }).click();
  await form(page).locator("button[type=submit]").click();
  const missing = ["写门牌号", "至少选一项帮助", "选谁同意登记"];
  say.check(await becomes(form(page).locator(".error-summary"), (text) => missing.every((word) => text.includes(word))), "door, help and who agreed must be given; why is asked nowhere");
  await page.locator("#assist-door").fill(DOOR);
  await form(page).getByLabel("需要抬或搀扶").check();
  await form(page).getByLabel("监护人").check();
  await form(page).locator("button[type=submit]").click();
  const link = page.locator(".ant-modal .assist-own");
  await link.waitFor();
  say.check(await becomes(page.locator(".ant-modal [role=status]"), (text) => text.includes("只显示这一次")), "its link is shown once, for the person");
  const own = (await link.innerText()).replace(/^https?:\/\/[^/]+/, "");
  await page.getByRole("button", { name: "已交给本人" }).click();
  await link.waitFor({ state: "detached" });
  return own;
}

async function shut({ page, api, building, lead, say }) {
  // A demonstration that was tried before may have a red warning in force.
  if ((await api.get(`/api/places/${building.id}/assist`, lead)).activated) return;
  say.check(await becomes(page.locator("#assist-entries"), (text) => text.includes("不能查看")), "nobody must leave: the register is shut to the duty officer");
  say.check((await page.getByRole("button", { name: "打印名单" }).count()) === 0, "and no list can be printed");
}

async function seen({ page, say }) {
  await lines(page).last().waitFor();
  say.check((await page.locator("#assist-entries").innerText()).includes(DOOR) === false, "with an evacuation it opens: there are entries, and nothing of what they say");
  await lines(page).last().getByRole("button", { name: /^查看/ }).click();
  await form(page).locator("#assist-reason").fill("看");
  await form(page).locator("button[type=submit]").click();
  say.check(await becomes(form(page).locator(".error-summary"), (text) => text.includes("4 到 500 个字")), "seeing one takes a reason");
  await form(page).locator("#assist-reason").fill(REASON);
  await form(page).locator("button[type=submit]").click();
  say.check(await becomes(page.locator(".ant-modal .assist-seen"), (text) => text.includes(DOOR) && text.includes("需要抬或搀扶")), "with one it says door and help");
  await closed(page);
  say.check(!(await page.content()).includes(DOOR), "closed, nothing of it stays on the page");
}

async function printed({ page, say }) {
  await page.getByRole("button", { name: "打印名单" }).click();
  await form(page).locator("#assist-reason").fill(REASON);
  await form(page).locator("button[type=submit]").click();
  const sheet = page.frameLocator(".assist-sheet");
  say.check(await becomes(sheet.locator("body"), (text) => text.includes(DOOR) && /第 \d+ 份/.test(text)), "the list of the building is printed under a number");
  await page.locator(".ant-modal .ant-btn-primary").click();
  await page.locator(".assist-sheet").waitFor({ state: "detached" });
  const first = page.locator("#assist-prints .assist-entry").first();
  say.check(await becomes(first, (text) => text.includes("还没交回")), "it is out until somebody says what became of it");
  await first.getByRole("button", { name: /已交回$/ }).click();
  say.check(await becomes(first, (text) => text.includes("已交回") && !text.includes("还没交回")), "and then given back");
}

/** Whoever heads the building says how many there are, names helpers and deletes what is wrong, at any time. */
async function kept({ baseUrl, system, building, say }) {
  const { page, errors, close } = await atDesk({ baseUrl, system }, "building1-1");
  await page.goto(`/console/assist/${building.id}`);
  await page.locator("#assist-estimate").fill("许多");
  await page.locator(".assist-estimate button[type=submit]").click();
  say.check(await becomes(page.locator(".assist-estimate .error-summary"), (text) => text.includes("整数")), "how many need help is a number");
  await page.locator("#assist-estimate").fill("40");
  await page.locator(".assist-estimate button[type=submit]").click();
  say.check(await becomes(page.locator("#assist-cover .assist-cover"), (text) => text.includes("估计 40 户") && text.includes("逐户敲门")), "a thin register says to knock at each door");
  const before = await lines(page).count();
  const last = lines(page).last();
  await last.getByRole("button", { name: /指定帮扶人$/ }).click();
  await chooseMany(page, "assist-helpers", "楼栋长");
  await chooseMany(page, "assist-helpers", "社区书记");
  await form(page).locator("button[type=submit]").click();
  say.check(await becomes(last, (text) => text.includes("帮扶人:") && text.includes("楼栋长") && text.includes("社区书记")), "the head of the building names posts that help, of the grid and of the community");
  await last.getByRole("button", { name: /^删除/ }).click();
  await form(page).locator("#assist-reason").fill("测试登记,删除");
  await form(page).locator("button[type=submit]").click();
  say.check(await becomes(page.locator("#assist-entries"), () => true) && (await fewer(page, before)), "and deletes an entry that is wrong, with a reason");
  say.add(errors, "no errors on the desk of the head of the building");
  await close();
}

async function fewer(page, before) {
  return page.waitForFunction((n) => document.querySelectorAll("#assist-entries .assist-entry").length < n, before, { timeout: 10_000 }).then(
    () => true,
    () => false,
  );
}

async function denied({ baseUrl, system, say }) {
  const { page, errors, close } = await atDesk({ baseUrl, system }, "property");
  await page.goto("/console/assist");
  say.check(await becomes(page.locator("main"), (text) => text.includes("协助登记") && !text.includes("已登记")), "who has no part in it reads that the page is shut");
  say.check((await page.locator(".sub-tabs").getByRole("link", { name: "协助登记" }).count()) === 0, "and is not offered it");
  say.add(errors, "no errors where the page is shut");
  await close();
}

async function closed(page) {
  await page.keyboard.press("Escape");
  await page.locator(".ant-modal").waitFor({ state: "detached" });
}

export async function assistDeskPages({ page, system, home, grids, api, look }) {
  const people = cast({ system, api });
  await quiet({ home, api, people });
  const lead = await people("lead");
  const building = await firstBuilding(api, grids[0], lead);
  await page.goto("/console/assist");
  await look("assist-signed-out");
  await signIn(page, system, "property");
  await page.goto("/console/assist");
  await page.locator(".state-panel:not(.loading)").waitFor();
  await look("assist-denied");
  await signIn(page, system, "lead");
  await page.goto("/console/assist");
  await card(page, building).or(page.locator(".assist-card")).first().waitFor();
  await look("assist", 400);
  await page.goto(`/console/assist/${building.id}`);
  await page.locator("#assist-entries").waitFor();
  await look("assist-building", 300);
  await page.locator("#assist-cover button").last().click();
  await form(page).locator("button[type=submit]").click();
  await form(page).locator(".error-summary").waitFor();
  await look("assist-register", 500);
  await form(page).locator("#assist-door").fill(DOOR);
  await form(page).locator("input[type=checkbox]").first().check();
  await form(page).locator("input[type=radio]").first().check();
  await form(page).locator("button[type=submit]").click();
  await page.locator(".ant-modal .assist-own").waitFor();
  await look("assist-registered", 300);
  await page.locator(".ant-modal .ant-btn-primary").click();
  await page.locator(".ant-modal").waitFor({ state: "detached" });
  await api.post("/api/evacuations", { id: crypto.randomUUID(), unit: grids[0].id, peril: "flood", where_to: "平安小学", move_first: true }, lead);
  await page.reload();
  await lines(page).first().waitFor();
  await lines(page).first().locator("button").first().click();
  await form(page).locator("button[type=submit]").click();
  await form(page).locator(".error-summary").waitFor();
  await look("assist-reason", 500);
  await form(page).locator("#assist-reason").fill(REASON);
  await form(page).locator("button[type=submit]").click();
  await page.locator(".ant-modal .assist-seen").waitFor();
  await look("assist-seen", 300);
  await closed(page);
  await page.locator("#assist-prints button").first().click();
  await form(page).locator("#assist-reason").fill(REASON);
  await form(page).locator("button[type=submit]").click();
  await page.frameLocator(".assist-sheet").locator("h1").waitFor();
  await look("assist-sheet", 500);
  await page.locator(".ant-modal .ant-btn-primary").click();
  await page.locator("#assist-prints .assist-entry").first().waitFor();
  await page.locator("#assist-prints").scrollIntoViewIfNeeded();
  await look("assist-prints", 300);
  await page.goto("/console/assist");
  await page.locator("#assist-out").waitFor();
  await look("assist-out", 300);
  await signIn(page, system, "building1-1");
  await page.goto(`/console/assist/${building.id}`);
  await page.locator("#assist-estimate").waitFor();
  await lines(page).last().locator("button").nth(1).click();
  await form(page).waitFor();
  await look("assist-helpers", 500);
  await closed(page);
  await page.goto("/console/assist/018f0000-0000-7000-8000-000000000000");
  await page.locator(".state-panel[role=alert]").waitFor();
  await look("assist-error", 300);
}
