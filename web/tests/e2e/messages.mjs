/** Messages for the public: written from a template, published by a second person, sent alone while a red is in force, judged, taken back. */
import { cap } from "./cap.mjs";
import { atDesk, choose, chooseUnit, signIn } from "./console-steps.mjs";
import { quietly } from "./quiet.mjs";
import { gone } from "./responses.mjs";
import { becomes } from "./waits.mjs";

const HEADLINE = "演示气象台发布暴雨红色预警";
const HOUR_MS = 3_600_000;
const LIST = "/console/warnings/messages";

export const messages = quietly(async ({ baseUrl, system, home, api, say, people }) => {
  // Both may write and publish: what the author is not offered is for being the author.
  const author = await atDesk({ baseUrl, system }, "street");
  const second = await atDesk({ baseUrl, system }, "district");
  const id = await written({ page: author.page, home, say });
  await published({ author: author.page, page: second.page, id, say });
  await read({ page: author.page, id, api, say });
  await takenBack({ author: author.page, page: second.page, id, api, say });
  const warning = await api.warn(await people("city"), cap({ code: home.code, headline: HEADLINE, lasts: HOUR_MS }));
  const alone = await sentAlone({ page: author.page, warning, api, say });
  await judged({ page: second.page, id: alone, say });
  await withdrawn({ api, people, id: alone });
  say.add(author.errors, "no errors where a message is written");
  say.add(second.errors, "no errors where it is decided");
  await author.close();
  await second.close();
});

function state(page) {
  return page.locator(".message-page .message-state");
}

function steps(page) {
  return page.locator(".message-steps");
}

/** What cannot be undone is asked for twice. */
async function press(within, name) {
  await within.getByRole("button", { name, exact: true }).click();
  await within.page().locator(".ant-popconfirm:visible").getByRole("button", { name, exact: true }).click();
}

async function written({ page, home, say }) {
  await page.locator(".nav").getByRole("link", { name: "预警中心" }).click();
  await page.waitForURL(/\/console\/warnings/);
  await page.locator(".page-head").getByRole("link", { name: "公众消息" }).click();
  await page.waitForURL(/\/console\/warnings\/messages/);
  await page.getByRole("link", { name: "写公众消息" }).click();
  await page.waitForURL(/\/console\/warnings\/new/);
  const form = page.locator(".action-form");
  await form.locator("button[type=submit]").click();
  say.check(await becomes(form.locator(".error-summary"), (text) => text.includes("至少选一个辖区") && text.includes("两种语言都写")), "an empty message is asked for its areas and its words in both languages");
  await chooseUnit(page, "message-units", home.names.zh);
  await choose(page, "message-colour", "橙色");
  say.check((await page.locator("#said-residents-zh").inputValue()).includes("减少外出"), "the level chosen, the template's words stand in the form");
  const preview = page.locator(".message-preview");
  say.check(await becomes(preview, (text) => text.includes("暴雨风险提示") && text.includes("平安社区") && text.includes("减少外出") && /约 [\d,]+ 人/.test(text)), "it is shown as on a phone, with how many live there");
  await preview.getByRole("button", { name: "英文" }).click();
  say.check(await becomes(preview, (text) => text.includes("go out less")), "in the other language, too");
  await form.locator("button[type=submit]").click();
  await page.waitForURL(/\/console\/warnings\/messages\/[0-9a-f-]{36}/);
  say.check(await becomes(state(page), (text) => text === "待审批"), "handed in, it waits for a second person");
  say.check(await becomes(steps(page), (text) => text.includes("由别人审批") && !text.includes("批准发布")), "its author reads so and is not offered to publish it");
  return page.url().split("/").at(-1).split(/[?#]/)[0];
}

async function published({ author, page, id, say }) {
  await page.goto(LIST);
  const row = page.locator(`.warning[data-id="${id}"]`);
  say.check(await becomes(row, (text) => text.includes("待审批") && text.includes("减少外出")), "it stands in the list of the second person");
  await row.locator(".warning-headline").click();
  await page.waitForURL(new RegExp(id));
  await steps(page).getByRole("button", { name: "退回", exact: true }).click();
  say.check(await becomes(page.locator("#reject-need"), (text) => text.includes("写明理由")), "sending it back takes a reason");
  await press(steps(page), "批准发布");
  say.check(await becomes(state(page), (text) => text === "生效中"), "a second person publishes it");
  say.check(await becomes(page.locator(".message-page .facts"), (text) => text.includes("街道值班员") && text.includes("区值班员")), "both posts stand with it");
  say.check(await becomes(state(author), (text) => text === "生效中"), "the author's open page follows");
}

async function read({ page, id, api, say }) {
  const { items } = await api.get("/api/public/warnings.json");
  const item = items.find((one) => one.id === id);
  say.check(item?.kind === "risk_notice" && item.colour === "orange" && item.texts[0].text.zh.includes("减少外出"), "everybody may read it as data");
  await page.goto("/public/warnings?lang=zh");
  say.check(await becomes(page.locator("main"), (text) => text.includes("暴雨风险提示") && text.includes("减少外出")), "and on the public page");
}

async function takenBack({ author, page, id, api, say }) {
  await author.goto(`${LIST}/${id}`);
  await press(steps(author), "撤回");
  await page.goto(LIST);
  await page.locator(".warning", { hasText: "撤回" }).first().locator(".warning-headline").click();
  say.check(await becomes(page.locator(".message-page h1"), (text) => text === "撤回"), "taking it back waits for a second person as well");
  await press(steps(page), "批准发布");
  say.check(await becomes(state(author), (text) => text === "已撤回"), "then it is in force no more");
  const { items } = await api.get("/api/public/warnings.json");
  say.check(items.every((one) => one.id !== id), "and has left the public face");
}

async function sentAlone({ page, warning, api, say }) {
  await page.goto(`/console/warnings/${warning.id}`);
  await page.getByRole("link", { name: "转发预警" }).click();
  await page.waitForURL(/\/console\/warnings\/new/);
  const form = page.locator(".action-form");
  const glass = form.getByRole("button", { name: "紧急发布(一人)" });
  await glass.waitFor();
  say.check((await page.locator("#said-residents-zh").inputValue()).includes("停课停业"), "a red warning is forwarded with its template, and one person may send it");
  await page.locator("#said-residents-zh").fill("都留在家里");
  say.check(await gone(glass), "words of one's own nobody sends alone");
  await form.getByRole("button", { name: "用模板" }).click();
  await press(form, "紧急发布(一人)");
  await page.waitForURL(/\/console\/warnings\/messages\/[0-9a-f-]{36}/);
  say.check(await becomes(state(page), (text) => text === "生效中"), "with the template it is out at once");
  say.check(await becomes(page.locator(".message-page .facts"), (text) => text.includes("红色预警时由一人发出") && text.includes("待复核")), "it says that one person sent it, and waits to be judged");
  say.check((await page.locator("#review-note").count()) === 0, "not by whoever sent it");
  const id = page.url().split("/").at(-1).split(/[?#]/)[0];
  const { items } = await api.get("/api/public/warnings.json");
  say.check(items.some((one) => one.id === id && one.kind === "forward"), "everybody may read it");
  return id;
}

async function judged({ page, id, say }) {
  await page.goto(`${LIST}?show=review`);
  const row = page.locator(`.warning[data-id="${id}"]`);
  say.check(await becomes(row, (text) => text.includes("待复核")), "it is listed as to be judged");
  await row.locator(".warning-headline").click();
  await steps(page).getByRole("button", { name: "不该发", exact: true }).click();
  say.check(await becomes(page.locator("#review-need"), (text) => text.includes("写明理由")), "to say that it was wrong takes a reason");
  await page.locator("#review-note").fill("红色预警属实,内容是模板");
  await steps(page).getByRole("button", { name: "发得对", exact: true }).click();
  say.check(await becomes(page.locator(".message-page .facts"), (text) => text.includes("发得对") && text.includes("红色预警属实")), "the judgement stands with it");
  await page.goto(`${LIST}?show=review`);
  await page.locator(".warning, .state-panel:not(.loading)").first().waitFor();
  say.check((await row.count()) === 0, "and it is to be judged no more");
}

/** Nothing of a test stays on the public face. */
async function withdrawn({ api, people, id }) {
  const end = await api.post(`/api/public-messages/${id}/cancel`, { id: crypto.randomUUID() }, await people("street"));
  await api.post(`/api/public-messages/${end.id}/approve`, { version: end.version }, await people("district"));
}

export const messagePages = quietly(async ({ page, system, home, api, look, people }) => {
  await page.goto(LIST);
  await look("messages-signed-out");
  const street = await people("street");
  const warning = await api.warn(await people("city"), cap({ code: home.code, headline: HEADLINE, lasts: HOUR_MS }));
  await api.endCalls(await people("city"));
  const { templates } = await api.get("/api/public-messages/templates", street);
  const template = (colour) => templates.find((one) => one.hazard === "rain" && one.colour === colour && one.audience === "residents").action;
  const content = (colour) => ({ hazard: "rain", colour, units: [home.id], said: [{ audience: "residents", action: template(colour) }], expires_at: Date.now() + HOUR_MS / 2 });
  const draft = await api.post("/api/public-messages", { id: crypto.randomUUID(), kind: "risk_notice", content: content("orange") }, street);
  const waiting = await api.post(`/api/public-messages/${draft.id}/submit`, { version: draft.version }, street);
  const alone = await api.post("/api/public-messages/break-glass", { id: crypto.randomUUID(), content: { ...content("red"), warning: warning.id } }, street);

  await signIn(page, system, "district");
  await page.goto(LIST);
  await page.locator(".warning").first().waitFor();
  await look("messages", 300);
  await page.goto(`${LIST}/${waiting.id}`);
  await page.locator(".message-preview .phone").first().waitFor();
  await steps(page).locator(".form-buttons button").first().click();
  await page.locator("#reject-note[aria-invalid=true]").waitFor();
  await look("message-decide", 300);
  await page.goto(`${LIST}/${alone.id}`);
  await page.locator("#review-note").waitFor();
  await look("message-review", 300);
  await page.goto(`${LIST}?show=review`);
  await page.locator(".warning").first().waitFor();
  await look("messages-review", 300);
  await page.goto(`/console/warnings/new?warning=${warning.id}`);
  await page.locator(".message-preview .phone").first().waitFor();
  await look("message-forward", 500);
  await page.locator("#said-residents-en").fill("");
  await page.locator(".action-form button[type=submit]").click();
  await page.locator(".action-form .error-summary").waitFor();
  await look("message-problems", 300);
  await withdrawn({ api, people, id: alone.id });
  await api.post(`/api/public-messages/${waiting.id}/reject`, { version: waiting.version, note: "测试收尾" }, await people("district"));
  await page.goto(`${LIST}?show=force`);
  await page.locator(".warning, .state-panel:not(.loading)").first().waitFor();
  await look("messages-force", 300);
  await page.goto(`${LIST}/00000000-0000-7000-8000-000000000000`);
  await page.locator(".state-panel[role=alert]").waitFor();
  await look("message-missing");
});
