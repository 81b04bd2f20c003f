/**
 * The loop as six people live it, each at a page of their own that is never loaded again: a resident, a grid worker, a
 * property manager and a police officer on phones, the community's secretary and the sub-district's operator at desks.
 */
import { act, form, openQueue, signIn } from "./console-steps.mjs";
import { person, PHONE } from "./launch.mjs";
import { becomes, drawn } from "./waits.mjs";

const STAFF = [
  { login: "grid1", viewport: PHONE },
  { login: "lead" },
  { login: "property", viewport: PHONE },
  { login: "police", viewport: PHONE },
  { login: "street" },
];
/** Who sees it before a body is responsible. */
const FROM_THE_REPORT_ON = ["grid1", "lead", "police", "street"];
const STEPS = [
  ["grid1", "受理", null, "待分派"],
  ["lead", "分派", form({ body: "物业" }), "待处置"],
  ["property", "记录控制", form({ text: "已断电,拉好警戒线。" }), "已控制"],
  ["property", "开始整改", null, "整改中"],
  ["property", "报告完成", form({ text: "电动车已搬走,电线已拆。" }), "待复核"],
  ["police", "复核通过", form({ text: "现场看过,已清空。" }), "复核通过"],
  ["street", "办结", form({}), "已办结"],
];
/** A follow page asks every 15 s. */
const ASKED_AGAIN_MS = 25_000;

export async function loop({ baseUrl, system, home, position, say }) {
  const people = {};
  for (const { login, ...how } of STAFF) people[login] = await atOwnPage({ baseUrl, system, login, ...how });
  const map = await people.street.context.newPage();
  await map.goto(`/console/units?unit=${home.id}`);
  await drawn(map);
  const openOnMap = map.locator(".panel-actions .num").first();
  const stateAt = () => map.locator(".map-canvas").getAttribute("data-state-at");
  const [before, firstState] = [Number(await openOnMap.innerText()), await stateAt()];
  say.check(Boolean(firstState), "the map has hazard counts after sign-in");

  const resident = await person({ baseUrl, viewport: PHONE, webgl: false, position });
  const { number, link } = await report(resident.page);
  say.check(/\d/.test(number), `reported in three taps as ${number}`);
  const follow = resident.page.locator(".follow-state strong");
  await resident.page.goto(link.replace(/^https?:\/\/[^/]+/, ""));
  await follow.waitFor();

  const seen = [...FROM_THE_REPORT_ON];
  for (const login of seen) await arrived(people[login], number, login, say);
  const id = await people.street.queue.locator(".row", { hasText: number }).getAttribute("data-id");
  say.check(await becomes(openOnMap, (text) => Number(text) === before + 1), `the open map's page counts ${before} + 1`);
  say.check((await stateAt()) !== firstState, "the map took the new count");

  for (const [login, word, fill, after] of STEPS) {
    await act(people[login].work, id, word, fill);
    if (word === "分派") {
      await arrived(people.property, number, "property", say);
      seen.push("property");
    }
    const blind = [];
    for (const one of seen) {
      const tag = people[one].queue.locator(`[data-id="${id}"] .state-tag`).first();
      if (!(await becomes(tag, (text) => text === after))) blind.push(one);
    }
    say.check(blind.length === 0, `${login}: ${word}; every open queue shows ${after}${blind.length ? `, but not that of ${blind}` : ""}`);
    if (word === "受理") say.check(await becomes(follow, (text) => text === "已受理", ASKED_AGAIN_MS), "the resident's open page says so");
  }
  for (const { login } of STAFF) {
    const { queue, open } = people[login];
    say.check(await becomes(counts(queue), (text) => openIn(text) === open), `closed: ${login}'s queue counts ${open} again`);
  }
  say.check(await becomes(openOnMap, (text) => Number(text) === before), "closed: the open map's page is back at its count");
  say.check(await becomes(follow, (text) => text === "已办结", ASKED_AGAIN_MS), "the resident reads that it is closed");

  const all = [resident, ...Object.values(people)];
  say.add(all.flatMap((one) => one.errors), "no console errors, no CSP refusals in the loop");
  for (const one of all) await one.close();
  return { id, link };
}

const counts = (page) => page.locator(".page-head p.num");
const openIn = (text) => Number(/未办结 ([\d,]+)/.exec(text)?.[1]?.replaceAll(",", "") ?? NaN);

/** Signed in, with the queue open on one page, and another one to work on. Only the map's reader draws maps. */
async function atOwnPage({ baseUrl, system, login, viewport }) {
  const one = await person({ baseUrl, webgl: login === "street", ...(viewport && { viewport }) });
  await signIn(one.page, system, login);
  await openQueue(one.page);
  await becomes(counts(one.page), (text) => Number.isFinite(openIn(text)));
  return { ...one, queue: one.page, open: openIn(await counts(one.page).innerText()), work: await one.context.newPage() };
}

/** The open queue announces it, counts it, and has it once it is asked for. */
async function arrived({ queue, open }, number, login, say) {
  const pill = queue.locator(".news button");
  await pill.waitFor({ timeout: 15_000 });
  const counted = await becomes(counts(queue), (text) => openIn(text) === open + 1);
  await pill.click();
  await queue.locator(".row, .card", { hasText: number }).first().waitFor({ timeout: 10_000 });
  say.check(counted, `${login}: the open queue announces the new hazard without a reload, and counts ${open} + 1`);
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
