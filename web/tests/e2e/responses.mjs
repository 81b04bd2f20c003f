/** A red warning proposes a response; a commander decides; tasks, a closure and an evacuation are reported from phones; the response ends. */
import { cap } from "./cap.mjs";
import { chooseFirst, signIn } from "./console-steps.mjs";
import { dividedBuilding } from "./evacuation-groups.mjs";
import { person, PHONE } from "./launch.mjs";
import { whole } from "./pocket-looks.mjs";
import { enter, unsent } from "./pocket-steps.mjs";
import { quietly } from "./quiet.mjs";
import { becomes } from "./waits.mjs";

const HEADLINE = "演示气象台发布暴雨红色预警";
const REASON = "地下空间进水,雨势不减";
const HOUSEHOLDS = 80;

export const responses = quietly(async ({ baseUrl, system, home, grids, api, say, people }) => {
  const console_ = async (login) => {
    const one = await person({ baseUrl, webgl: false });
    await signIn(one.page, system, login);
    return one;
  };
  const phone = async (login) => {
    const one = await person({ baseUrl, viewport: PHONE, webgl: false });
    await enter(one.page, login);
    return one;
  };
  const desk = await console_("district");
  const id = await asked({ desk, home, api, people, say });
  const commander = await console_("street-commander");
  await decided({ page: commander.page, id, say });
  say.check(await gone(strip(desk.page)), "the strip leaves the duty officer's desk with the decision");
  await done(desk, "the duty officer's desk", say);

  const lead = await phone("lead");
  await reported({ lead, page: commander.page, say });
  await registered({ page: lead.page, say });
  const secretary = await console_("lead");
  await dividedBuilding({ page: secretary.page, grid: grids[1], api, lead: await people("lead"), say });
  const evacuation = await ordered({ page: secretary.page, id, say });
  const head = await phone("building1-1");
  await moved({ page: head.page, board: secretary.page, api, people, evacuation, say });
  await done(head, "the phone of the building's head", say);
  await sheltered({ page: secretary.page, evacuation, say });
  await closed({ page: lead.page, board: secretary.page, say });
  const ground = commander.page.locator("section", { has: commander.page.locator("#on-the-ground") });
  say.check(await becomes(ground, (text) => /要关闭的地点:已关闭 1\//.test(text)), "the commander's page of the response counts what is closed");
  say.check(await becomes(ground.locator(`[data-id="${evacuation}"]`), (text) => text.startsWith("平安一网格转移:") && text.includes(" 户")), "and names who is moved, with the households");
  await done(lead, "the secretary's phone", say);
  await done(secretary, "the secretary's desk", say);
  await over({ page: commander.page, say });
  await done(commander, "the commander's desk", say);
});

async function done({ errors, close }, whose, say) {
  say.add(errors, `no errors on ${whose}`);
  await close();
}

function strip(page) {
  return page.locator(".undecided-one");
}

export async function gone(locator) {
  return locator.waitFor({ state: "detached", timeout: 15_000 }).then(
    () => true,
    () => false,
  );
}

async function asked({ desk, home, api, people, say }) {
  say.check((await strip(desk.page).count()) === 0, "a quiet desk shows no undecided response");
  await api.warn(await people("city"), cap({ code: home.code, headline: HEADLINE }));
  say.check(await becomes(strip(desk.page), (text) => text.includes("防汛应急预案:建议启动二级响应")), "a red warning proposes a response: the open desk of the duty officer shows it by itself");
  say.check(await becomes(strip(desk.page), (text) => /预警发出 \d+ 分钟,尚未决定\(目标 20 分钟内\)/.test(text)), "with the time since the warning against its target");
  const address = await strip(desk.page).getAttribute("href");
  return address.split("/").at(-1);
}

async function decided({ page, id, say }) {
  await page.locator(".nav").getByRole("link", { name: "应急响应" }).click();
  await page.waitForURL(/\/console\/responses/);
  await page.locator(`.card[data-id="${id}"] .response-line a`).click();
  await page.waitForURL(new RegExp(`/console/responses/${id}`));
  say.check(await becomes(page.locator(".response-page .response-asked"), (text) => text === "建议启动二级响应"), "the commander reads what is proposed");
  await page.locator(".response-page").getByRole("button", { name: "决定", exact: true }).click();
  const form = page.locator(".action-form");
  await form.locator("button[type=submit]").click();
  say.check(await becomes(form.locator(".error-summary"), (text) => text.includes("三项都要回答") && text.includes("写明理由")), "red wants three answers, and a reason");
  for (const [what, answer] of [["集会", "停止"], ["上课", "停止"], ["营业", "不停止"]]) {
    await form.getByRole("radiogroup", { name: what }).getByText(answer, { exact: true }).click();
  }
  await form.locator("#decision-reason").fill(REASON);
  await form.locator("button[type=submit]").click();
  say.check(await becomes(page.locator(".response-line .tag").last(), (text) => text === "二级 · 响应中"), "the response is in force");
  say.check(await gone(strip(page)), "its strip is gone");
  say.check(await becomes(page.locator(".response-lag"), (text) => /^预警到决定 \d+ 分钟\(目标 20 分钟内\)$/.test(text)), "how long the decision took stands against its target");
  await page.getByRole("button", { name: "我到指挥部了" }).click();
  say.check(await becomes(page.locator("section", { has: page.locator("#command-post") }), (text) => text.includes("在岗:指挥长")), "somebody who decides is at the command post");
  const step = page.locator(".response-steps li").last();
  say.check(await becomes(step, (text) => text.includes("指挥长决定") && text.includes("停止:集会、上课") && text.includes(REASON)), "the step says whose decision, what stops, and why");
  await page.locator(".plain-table tbody tr").first().waitFor();
  say.check(await becomes(underground(page), (text) => text.includes("待完成")), "the tasks stand in the table");
  await page.getByLabel("只看某辖区").fill("平安社区");
  await page.getByTitle(/平安社区.*社区/).first().click();
  const rows = page.locator(".task-table tbody");
  say.check(await becomes(rows, (text) => text.includes("平安社区") && !text.includes("文化路街道")), "those of one community can be looked at alone");
}

/** The one line of the plan for the community that is due first of all. */
function underground(page) {
  return page.locator(".plain-table tbody tr", { hasText: "平安社区" }).filter({ hasText: "关闭地下商场" });
}

function counts(page) {
  return page.locator(".response-page .num.small").first();
}

async function reported({ lead, page, say }) {
  const { page: phone, context } = lead;
  await phone.goto("/pocket/");
  await phone.getByRole("link", { name: "应急任务" }).click();
  await phone.waitForURL(/\/pocket\/response/);
  const close = phone.locator(".closures > li", { hasText: "关闭地下商场" });
  await close.locator("[data-state=done]").click();
  say.check(await becomes(close.locator(".error-box"), (text) => text.includes("填写数量")), "a task that counts wants its number before it is sent");
  await close.locator("input[inputmode=numeric]").fill("3");
  await close.locator("[data-state=done]").click();
  say.check(await becomes(counts(page), (text) => text.startsWith("任务 1/")), "done on the phone: the open page of the commander counts it");
  say.check(await gone(underground(page)), "and what is done leaves the list of what is open");
  await page.getByRole("checkbox", { name: "只看待完成" }).uncheck();
  say.check(await becomes(underground(page), (text) => text.includes("已完成") && text.includes("3")), "among all tasks it stands with its number");

  say.check(await gone(close), "it leaves the list on the phone too");

  const drains = phone.locator(".closures > li", { hasText: "检查排水口" });
  await context.setOffline(true);
  await drains.locator("[data-state=done]").click();
  say.check(await becomes(drains.locator("[role=status]"), (text) => text.includes("有网络时发出")), "without network the tap is kept, and says so");
  say.check(await unsent(phone, 1), "one thing waits in the outbox");
  await context.setOffline(false);
  say.check(await becomes(counts(page), (text) => text.startsWith("任务 2/"), 30_000), "with network it arrives on the commander's page");
}

async function ordered({ page, id, say }) {
  await page.goto(`/console/responses/${id}`);
  const row = page.locator(".plain-table tbody tr", { hasText: "转移危险地带" }).filter({ hasText: "平安一网格" });
  await row.getByRole("link", { name: "下令转移" }).click();
  await page.waitForURL(/\/console\/evacuations\?.*order=/);
  const form = page.locator(".action-form");
  say.check(await becomes(form, (text) => text.includes("平安一网格 ·")), "the line that people leave opens the form, with its unit");
  await form.locator("#order-where").fill("平安小学");
  await form.locator("button[type=submit]").click();
  await page.waitForURL(/\/console\/evacuations\/[0-9a-f-]{36}/);
  say.check(await becomes(page.locator(".evacuation-page h1"), (text) => text.startsWith("平安一网格转移")), "the order given, the page of the evacuation opens");
  say.check(await becomes(page.locator(".evacuation-page .facts"), (text) => text.includes("社区书记") && text.includes("平安小学")), "it says who organises, and where to");
  say.check(await becomes(page.locator(".evacuation-page"), (text) => text.includes("住户电话 1 ·"), 30_000), "the resident's number is called");
  return page.url().split("/").at(-1).split(/[?#]/)[0];
}

/** The secretary writes a resident's number down; it counts at once and is called with the order. */
async function registered({ page, say }) {
  await page.goto("/pocket/number");
  await page.locator("#unit-search").fill("平安一网格");
  await page.locator(".results button", { hasText: "平安一网格" }).first().click();
  await page.locator("#assist-building").selectOption({ index: 1 });
  await page.getByRole("button", { name: "登记", exact: true }).click();
  say.check(await becomes(page.locator(".error-box"), (text) => text.includes("写手机号")), "a resident's number needs a number");
  await page.locator("#number-phone").fill("13800001111");
  await page.locator("#number-door").fill("702");
  await page.getByRole("button", { name: "登记", exact: true }).click();
  say.check(await becomes(page.locator("main [role=status]"), (text) => text.includes("已生效")), "taken down by staff it counts at once");
}

function number(page, title) {
  return page.locator(".evacuation-numbers > div", { hasText: title }).locator("dd");
}

async function moved({ page, board, api, people, evacuation, say }) {
  const detail = await api.get(`/api/evacuations/${evacuation}`, await people("lead"));
  say.check(board.url().includes(evacuation) && detail.cause != null, "it knows the response that asked for it");
  say.check(detail.households.total > 0 && detail.uncounted === 0, "its households come from the register");
  await page.goto("/pocket/evacuation");
  const building = page.locator("[data-group]").first();
  const id = await building.getAttribute("data-group");
  const own = detail.items.find((group) => group.id === id);
  const all = detail.households.total - own.households.total + HOUSEHOLDS;
  await building.click();
  await page.locator("#households").fill(String(HOUSEHOLDS));
  await page.locator(".count button[type=submit]").click();
  say.check(await becomes(number(board, "总户数"), (text) => text === String(all)), "the head of the building counts its households: the open page follows");
  await page.locator("[data-stage=shelter]").click();
  say.check(await becomes(page.locator("#door-error"), (text) => text.includes("门牌号")), "a household needs its door, no name");
  await page.locator("#door").fill("1203");
  await page.locator("[data-stage=shelter]").click();
  say.check(await becomes(number(board, "在安置点"), (text) => text === "1"), "a household at the shelter is counted there");
  say.check(await becomes(number(board, "去向不明"), (text) => parseInt(text, 10) === all - 1), "and is no longer unaccounted for");
  say.check(await becomes(page.locator('[data-door="1203"]'), (text) => text.includes("到安置点")), "its door stands in the list on the phone");
}

/** The server proposes shelters with reasons; the secretary chooses. */
async function sheltered({ page, evacuation, say }) {
  await page.goto(`/console/evacuations/${evacuation}`);
  const cell = page.locator(".group-shelter").first();
  await cell.locator(".group-shelter-choose").click();
  const list = page.locator(".shelter-proposals").first();
  await list.locator("li").first().waitFor();
  say.check(await becomes(page.locator(".ant-modal"), (text) => text.includes("平安小学操场") && text.includes("露天")), "a playground is no shelter from a flood, and it says why");
  await list.locator("li", { hasText: "平安小学教学楼" }).getByRole("button").click();
  say.check(await becomes(cell, (text) => text.includes("平安小学教学楼")), "the building has its shelter");
}

async function closed({ page, board, say }) {
  await board.goto("/console/places");
  const head = board.locator(".closures-head [aria-live]");
  await head.waitFor();
  const before = await head.innerText();
  await page.goto("/pocket/");
  await page.getByRole("link", { name: "要关闭的地点" }).click();
  await page.waitForURL(/\/pocket\/closures/);
  const garage = page.locator(".closures > li", { hasText: "地下车库" });
  await garage.locator("input").fill("防水板已装");
  await garage.locator("[data-step=closed]").click();
  const row = board.locator(".closure-row", { hasText: "地下车库" });
  say.check(await becomes(row, (text) => text.includes("已关闭") && text.includes("防水板已装")), `the response listed the garage; closed on the phone, the open page of places has it (before: ${before})`);
  say.check(await becomes(head, (text) => text !== before && text.startsWith("已关闭 1/")), "and counts it");
  say.check(await becomes(garage, (text) => text.includes("同意后才能重新开放"), 30_000), "the phone says that nobody opens it again by himself");
}

async function over({ page, say }) {
  await page.locator(".response-page").getByRole("button", { name: "决定", exact: true }).click();
  const form = page.locator(".action-form");
  await form.getByText("终止响应", { exact: true }).click();
  await form.locator("button[type=submit]").click();
  say.check(await becomes(form.locator(".error-summary"), (text) => text.includes("写明理由")), "the end takes a reason");
  await form.locator("#decision-reason").fill("雨停,积水已退");
  await form.locator("button[type=submit]").click();
  say.check(await becomes(page.locator(".response-line .tag").last(), (text) => text.endsWith("已终止")), "the commander ends the response");
  say.check(await becomes(page.locator(".response-steps li").last(), (text) => text.includes("终止") && text.includes("雨停,积水已退")), "the reason stands with the step");
  say.check(await becomes(page.locator(".plain-table tbody"), (text) => text.includes("已随响应终止") && !text.includes("待完成")), "what was open ends with it");
}

export const responsePages = quietly(async ({ page, system, home, grids, api, say, viewport, look, people }) => {
  await page.goto("/console/responses");
  await look("responses-signed-out");
  await signIn(page, system, "district");
  await page.goto("/console/responses");
  await page.locator(".state-panel").waitFor();
  await look("responses-empty", 300);
  await api.warn(await people("city"), cap({ code: home.code, headline: HEADLINE }));
  await api.endCalls(await people("city"));
  await page.locator(".card").first().waitFor();
  await look("responses", 400);
  const commander = await people("street-commander");
  const asked = (await api.get("/api/responses?open=true", commander)).items[0];
  await page.locator(".response-line a").first().click();
  await page.locator(".response-page .response-steps").waitFor();
  await look("response-proposed", 400);
  await page.locator(".response-page > .ant-btn-primary").click();
  await page.locator(".action-form button[type=submit]").click();
  await page.locator(".action-form .error-summary").waitFor();
  await look("response-decide", 500);
  const stops = { gatherings: true, classes: true, business: false };
  await api.post(`/api/responses/${asked.id}/decisions`, { verdict: "activate", level: asked.proposal.level, stops, reason: REASON, version: asked.version }, commander);
  await page.goto(`/console/responses/${asked.id}`);
  await page.locator(".plain-table tbody tr").first().waitFor();
  await look("response", 400);
  await page.locator("#response-tasks").scrollIntoViewIfNeeded();
  await page.locator(".plain-table tbody button").first().click();
  await page.locator("#task-amount").waitFor();
  await look("response-task", 500);

  await signIn(page, system, "lead");
  await page.goto(`/console/evacuations?order=${grids[0].id}&cause=${asked.id}`);
  await page.locator("#order-where").waitFor();
  await look("evacuation-order", 500);
  await chooseFirst(page, "order-buildings");
  await page.locator(".order-divide").click();
  await page.locator(".order-sum").scrollIntoViewIfNeeded();
  await look("evacuation-order-divided", 300);
  const id = crypto.randomUUID();
  const lead = await people("lead");
  const order = { id, unit: grids[0].id, cause: asked.id, peril: "flood", trigger: "积水到第二级台阶", where_to: "平安小学", after_care: "楼栋长登记,网格员送水送饭", move_first: true };
  const made = await api.post("/api/evacuations", order, lead);
  const group = made.items[0].id;
  const doors = [{ group, door: "1203", stage: "shelter" }, { group, door: "1204", stage: "refused" }];
  await api.post(`/api/evacuations/${id}/report`, { counts: [{ group, households: HOUSEHOLDS }], doors }, lead);
  await page.goto("/console/evacuations");
  await page.locator(".warning").first().waitFor();
  await look("evacuations", 400);
  await page.locator(".warning-headline").first().click();
  await page.locator(".evacuation-numbers").waitFor();
  await look("evacuation", 400);
  await page.goto(`/console/places?unit=${home.id}`);
  await page.locator(".closure-row").first().waitFor();
  await look("places-closures", 400);
  await onPhone({ page, group, say, viewport, look });
  const after = await api.get(`/api/responses/${asked.id}`, commander);
  await api.post(`/api/responses/${asked.id}/decisions`, { verdict: "end", reason: "雨停,积水已退", version: after.version }, commander);
  await page.goto(`/console/responses/${asked.id}`);
  await page.locator(".response-page .response-steps").waitFor();
  await look("response-ended", 400);
});

async function onPhone({ page, group, say, viewport, look: picture }) {
  const small = [];
  const look = whole({ page, viewport, picture, small });
  await enter(page, "lead");
  await page.goto("/pocket/response");
  await page.locator("[data-state=done]").first().waitFor();
  await page.locator("[data-state=done]").first().click();
  await page.locator(".closures .error-box").waitFor();
  await look("pocket-response", 300);
  await page.goto("/pocket/closures");
  await page.locator(".closures > li").first().waitFor();
  await look("pocket-closures", 300);
  await page.goto("/pocket/evacuation");
  await page.locator(`[data-group="${group}"]`).waitFor();
  await look("pocket-evacuation", 300);
  await page.locator(`[data-group="${group}"]`).click();
  await page.locator("[data-door]").first().waitFor();
  await page.locator("[data-stage=shelter]").click();
  await page.locator("#door-error").waitFor();
  await look("pocket-evacuation-building", 300);
  await page.goto("/pocket/number");
  await page.locator("#number-phone").waitFor();
  await look("pocket-number", 300);
  await page.goto(`/pocket/leave#${"0".repeat(64)}`);
  await page.locator(".error-box").waitFor();
  await look("pocket-leave-wrong", 300);
  say.add(small, "nothing on the pages of those who report is too small for a thumb");
}
