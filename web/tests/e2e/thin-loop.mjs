/**
 * The whole thin loop as people live it: a resident reports on a phone, the community handles it, and a second screen
 * sees every step. Needs a running `bridgehead demo`; BASE_URL says where.
 */
import { act, form, openQueue, signIn } from "./console-steps.mjs";
import { person, PHONE, settle } from "./launch.mjs";
import { recorder } from "./report.mjs";
import { looks } from "./looks.mjs";

const baseUrl = process.env.BASE_URL ?? "http://127.0.0.1:8080";
const say = recorder();
const system = await (await fetch(`${baseUrl}/api/system`)).json();
const get = async (path) => (await fetch(`${baseUrl}${path}`)).json();

const named = await get(`/api/units?q=${encodeURIComponent("平安社区")}`);
const home = named.items.find((unit) => unit.fictional && unit.level === 3);
if (!home) throw new Error("the fictional community is missing");
const below = await get(`/api/units?parent=${home.id}&kind=community_grid`);
// The report is made in the first grid, whose worker is grid1.
const [longitude, latitude] = below.items[0].centre;

// A second console stays open on the queue and the map of the community, and is never reloaded.
const watcher = await person({ baseUrl });
await signIn(watcher.page, system, "lead");
await openQueue(watcher.page);
const mapWatch = await watcher.context.newPage();
await mapWatch.goto(`/console/units?unit=${home.id}`);
await mapWatch.locator(".map-canvas canvas").waitFor();
await settle(mapWatch, 3000);
const stateAt = () => mapWatch.locator(".map-canvas").getAttribute("data-state-at");
const firstState = await stateAt();
say.check(Boolean(firstState), "the map has hazard counts after sign-in");
await watcher.page.goto("/console/units");
await watcher.page.locator(".counts .num", { hasText: /\d/ }).first().waitFor();
const counts = await watcher.page.locator(".counts").innerText();
say.check(/\d/.test(counts), `the city's counts are shown: ${counts.replace(/\s+/g, " ")}`);
await openQueue(watcher.page);

// Three taps on a phone.
const resident = await person({ baseUrl, viewport: PHONE, webgl: false, position: { longitude, latitude, accuracy: 15 } });
const phone = resident.page;
await phone.goto("/pocket/");
await phone.locator("a.primary-big").click();
await phone.locator(".tiles button", { hasText: "电动自行车" }).click();
await phone.locator("section > button.primary").first().click();
await phone.locator("#description").waitFor();
await phone.locator("#description").fill("2 单元楼道有电动车充电,电线从窗口拉下。");
await phone.locator(".bottom .primary").click();
await phone.locator(".done-number strong").waitFor();
const number = await phone.locator(".done-number strong").innerText();
const link = await phone.locator(".link-box").innerText();
say.check(/\d/.test(number), `reported as ${number}`);

const pill = watcher.page.locator(".news button");
await pill.waitFor({ timeout: 15_000 });
say.check(true, "the open queue announces the new hazard without a reload");
await pill.click();
const row = watcher.page.locator(".row", { hasText: number });
await row.waitFor({ timeout: 10_000 });
const id = await row.getAttribute("data-id");
await mapWatch.waitForFunction((old) => document.querySelector(".map-canvas")?.dataset.stateAt !== old, firstState, { timeout: 15_000 });
say.check(true, "the open map took the new count without a reload");

const people = {};
for (const login of ["grid1", "lead", "property"]) {
  people[login] = await person({ baseUrl, viewport: login === "property" ? PHONE : undefined });
  await signIn(people[login].page, system, login);
}
const steps = [
  ["grid1", "受理", null, "待分派"],
  ["lead", "分派", form({ body: "物业" }), "待处置"],
  ["property", "记录控制", form({ text: "已断电,拉好警戒线。" }), "已控制"],
  ["property", "开始整改", null, "整改中"],
  ["property", "报告完成", form({ text: "电动车已搬走,电线已拆。" }), "待复核"],
  ["grid1", "复核通过", form({ text: "现场看过,已清空。" }), "复核通过"],
  ["lead", "办结", form({}), null],
];
for (const [login, word, fill, after] of steps) {
  await act(people[login].page, id, word, fill);
  if (after) {
    const live = row.getByText(after, { exact: true });
    await live.waitFor({ timeout: 15_000 }).catch(() => undefined);
    say.check(await live.isVisible(), `${login}: ${word}; the open queue shows ${after}`);
  } else say.check(true, `${login}: ${word}`);
}

await phone.goto(link.replace(/^https?:\/\/[^/]+/, ""));
await phone.locator(".follow-state").waitFor();
say.check((await phone.locator(".follow-state strong").innerText()) === "已办结", "the resident reads that it is closed");

say.add([...watcher.errors, ...resident.errors, ...Object.values(people).flatMap((one) => one.errors)], "no console errors, no CSP refusals");
for (const one of [watcher, resident, ...Object.values(people)]) await one.context.close();

if (!process.env.LOOP_ONLY) await looks({ baseUrl, system, say, home, hazard: id, link, position: { longitude, latitude, accuracy: 15 } });

console.log(`\n${say.passed()} passed, ${say.failures.length} failed`);
process.exit(say.failures.length === 0 ? 0 : 1);
