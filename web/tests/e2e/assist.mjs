/** The assistance register: asked for on a phone, shut until people must leave, and whom it is about sees who looked and deletes it. */
import { person, PHONE } from "./launch.mjs";
import { whole } from "./pocket-looks.mjs";
import { quietly } from "./quiet.mjs";
import { becomes } from "./waits.mjs";

const DOOR = "1203";
const REASON = "准备转移,安排担架";

/** First of all groups: what other groups leave in force opens the register. */
export const assist = quietly(async ({ baseUrl, grids, api, say, people }) => {
  const { page, errors, close } = await person({ baseUrl, viewport: PHONE, webgl: false });
  const grid = grids[1];
  const { id, place, link } = await asked(page, grid, say);
  const lead = await people("lead");
  const entries = () => api.get(`/api/places/${place}/assist/entries`, lead);
  const { activated } = await api.get(`/api/places/${place}/assist`, lead);
  // A demonstration that was tried before may have a red warning in force.
  if (!activated) say.check((await entries()).code === "not_activated", "the register is shut to the community's duty officer while nobody must leave");
  await api.post("/api/evacuations", { id: crypto.randomUUID(), unit: grid.id, peril: "flood", where_to: "平安小学", move_first: true }, lead);
  const open = await entries();
  say.check(Array.isArray(open) && open.some((one) => one.id === id), "with an evacuation it opens: there is an entry, and nothing of what it says");
  const seen = await api.post(`/api/assist/${id}/view`, { reason: REASON }, lead);
  say.check(seen.door === DOOR && seen.help.includes("carry"), "one entry is seen with a reason");
  await page.goto(link);
  say.check(await becomes(page.locator(".assist .results"), (text) => text.includes("社区书记") && text.includes(REASON)), "whom it is about reads which post looked, and why");
  await erased(page, say);
  const after = await entries();
  say.check(Array.isArray(after) && after.every((one) => one.id !== id), "deleted by its person it is gone for the duty officer");
  say.add(errors, "no errors on the pages of the assistance register");
  await close();
});

async function asked(page, grid, say) {
  await page.goto("/pocket/");
  await page.getByRole("link", { name: "协助登记" }).click();
  await page.waitForURL(/\/pocket\/assist/);
  const send = page.locator(".assist button[type=submit]");
  const missing = page.locator(".assist .error-box");
  await send.click();
  say.check(await becomes(missing, (text) => text.includes("选楼栋")), "who asks for help says in which building");
  await building(page, grid.names.zh);
  await send.click();
  say.check(await becomes(missing, (text) => text.includes("写门牌号")), "at which door");
  await page.locator("#assist-door").fill(DOOR);
  await send.click();
  say.check(await becomes(missing, (text) => text.includes("至少选一项帮助")), "and what help; why is asked nowhere");
  await page.getByLabel("需要抬或搀扶").check();
  const [answer] = await Promise.all([page.waitForResponse((one) => new URL(one.url()).pathname === "/api/assist"), send.click()]);
  say.check(await becomes(page.locator(".assist [role=status]"), (text) => text.includes("已登记") && text.includes("只显示这一次")), "without an account the entry is made, and its link shown once");
  return { id: (await answer.json()).id, place: answer.request().postDataJSON().place, link: await ownLink(page) };
}

async function building(page, name) {
  await page.locator("#unit-search").fill(name);
  await page.locator(".results button", { hasText: name }).first().click();
  await page.locator("#assist-building").selectOption({ index: 1 });
}

async function ownLink(page) {
  return (await page.locator(".assist-link").innerText()).replace(/^https?:\/\/[^/]+/, "");
}

async function erased(page, say) {
  await page.getByRole("button", { name: "删除我的登记" }).click();
  await page.locator(".hint-box button").first().click();
  say.check(await becomes(page.locator(".assist [role=status]"), (text) => text.includes("什么也没有留下")), "the person deletes the entry");
  await page.reload();
  say.check(await becomes(page.locator(".assist .error-box"), (text) => text.includes("登记已删除")), "its link opens nothing any more");
}

export async function assistPages({ page, grids, lang, say, viewport, look: picture }) {
  const small = [];
  const look = whole({ page, viewport, picture, small });
  const send = page.locator(".assist button[type=submit]");
  await page.goto("/pocket/assist");
  await building(page, grids[1].names[lang]);
  await send.click();
  await page.locator(".assist .error-box").waitFor();
  await look("pocket-assist", 300);
  await page.locator("#assist-door").fill(DOOR);
  await page.locator(".assist input[type=checkbox]").first().check();
  await send.click();
  await page.locator(".assist-link").waitFor();
  await look("pocket-assist-done", 300);
  await page.goto(await ownLink(page));
  await page.locator(".assist .summary").waitFor();
  await page.locator(".assist button.secondary").click();
  await page.locator(".assist .hint-box").waitFor();
  await look("pocket-assist-link", 300);
  await page.locator(".assist .hint-box button").first().click();
  await page.locator(".assist [role=status]").waitFor();
  await look("pocket-assist-erased", 300);
  await page.reload();
  await page.locator(".assist .error-box").waitFor();
  await look("pocket-assist-wrong", 300);
  say.add(small, "nothing on the pages of the assistance register is too small for a thumb");
}
