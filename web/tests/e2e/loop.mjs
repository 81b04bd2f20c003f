/** The loop as people live it: a resident reports on a phone, the community handles it, a second screen sees every step. */
import { act, form, openQueue, signIn } from "./console-steps.mjs";
import { person, PHONE } from "./launch.mjs";
import { becomes, drawn } from "./waits.mjs";

const STEPS = [
  ["grid1", "受理", null, "待分派"],
  ["lead", "分派", form({ body: "物业" }), "待处置"],
  ["property", "记录控制", form({ text: "已断电,拉好警戒线。" }), "已控制"],
  ["property", "开始整改", null, "整改中"],
  ["property", "报告完成", form({ text: "电动车已搬走,电线已拆。" }), "待复核"],
  ["grid1", "复核通过", form({ text: "现场看过,已清空。" }), "复核通过"],
  ["lead", "办结", form({}), "已办结"],
];

export async function loop({ baseUrl, system, home, position, say }) {
  // A second console stays open on the queue and on the map of the community, and is never reloaded.
  const watcher = await person({ baseUrl });
  await signIn(watcher.page, system, "lead");
  const map = await watcher.context.newPage();
  await map.goto(`/console/units?unit=${home.id}`);
  await drawn(map);
  const openOnMap = map.locator(".panel-actions .num").first();
  const stateAt = () => map.locator(".map-canvas").getAttribute("data-state-at");
  const [before, firstState] = [Number(await openOnMap.innerText()), await stateAt()];
  say.check(Boolean(firstState), "the map has hazard counts after sign-in");
  await openQueue(watcher.page);

  const resident = await person({ baseUrl, viewport: PHONE, webgl: false, position });
  const { number, link } = await report(resident.page);
  say.check(/\d/.test(number), `reported in three taps as ${number}`);

  const pill = watcher.page.locator(".news button");
  await pill.waitFor({ timeout: 15_000 });
  say.check(true, "the open queue announces the new hazard without a reload");
  await pill.click();
  const row = watcher.page.locator(".row", { hasText: number });
  await row.waitFor({ timeout: 10_000 });
  const id = await row.getAttribute("data-id");
  say.check(await becomes(openOnMap, (text) => Number(text) === before + 1), `the open map's page counts ${before} + 1`);
  say.check((await stateAt()) !== firstState, "the map took the new count");

  const people = {};
  for (const login of ["grid1", "lead", "property"]) {
    people[login] = await person({ baseUrl, viewport: login === "property" ? PHONE : undefined });
    await signIn(people[login].page, system, login);
  }
  for (const [login, word, fill, after] of STEPS) {
    await act(people[login].page, id, word, fill);
    say.check(await becomes(row.locator(".state-tag"), (text) => text === after), `${login}: ${word}; the open queue shows ${after}`);
  }
  say.check(await becomes(openOnMap, (text) => Number(text) === before), "closed: the open map's page is back at its count");

  await resident.page.goto(link.replace(/^https?:\/\/[^/]+/, ""));
  say.check(await becomes(resident.page.locator(".follow-state strong"), (text) => text === "已办结"), "the resident reads that it is closed");

  const all = [watcher, resident, ...Object.values(people)];
  say.add(all.flatMap((one) => one.errors), "no console errors, no CSP refusals in the loop");
  for (const one of all) await one.close();
  return { id, link };
}

/** Kind, place, send. */
async function report(page) {
  await page.goto("/pocket/");
  await page.locator("a.primary-big").click();
  await page.locator(".tiles button", { hasText: "电动自行车" }).click();
  await page.locator("section > button.primary").first().click();
  await page.locator("#description").fill("2 单元楼道有电动车充电,电线从窗口拉下。");
  await page.locator(".bottom .primary").click();
  await page.locator(".done-number strong").waitFor();
  return { number: await page.locator(".done-number strong").innerText(), link: await page.locator(".link-box").innerText() };
}
