/** A report does not wait for its photos: they follow when the server takes them, each once, or are given up with a word. */
import { axe } from "./axe.mjs";
import { person } from "./launch.mjs";
import { cameraPicture } from "./pictures.mjs";
import { answerWith, phone, queue, sendNow, unsent, watch } from "./pocket-steps.mjs";
import { becomes } from "./waits.mjs";

const UPLOADS = "**/api/files";
const PARTS = "**/api/uploads/*";
const PART = 256 * 1024;
const ATTACHED = "**/api/hazards/*/files";

export async function pocketPhotos(all) {
  await later(all);
  await never(all);
  await large(all);
}

/** The quarantine is full; then there is room, but the answer to the first photo gets lost. */
async function later({ say, api, system, ...all }) {
  const { page, context, close } = await person({ ...all, ...phone });
  const posts = watch(context);
  await page.goto("/pocket/report");
  await page.locator(".tiles button").first().waitFor();
  const picture = await cameraPicture(page, 1200, 900);
  const full = await answerWith(context, problem(422, "files_full"), UPLOADS);
  await queue(page, { kind: "电动自行车", picture });
  await page.locator(".done-number").waitFor({ timeout: 15_000 });
  const number = await page.locator(".done-number strong").innerText();
  say.check(/\d/.test(number), `uploads are refused: the report has its number ${number}`);
  say.check(await becomes(page.locator(".done"), (text) => text.includes("1 张照片 · 还在发送")), "and says that its photo is still on the way");
  say.check(posts.reports.length === 1 && posts.reports[0].files === undefined, "it went out without files");
  say.check(await unsent(page, 1), "what is only on the phone is counted as unsent");
  await page.goto("/pocket/outbox");
  const row = page.locator(".outbox li[data-state=sent]");
  say.check(await becomes(row, (text) => text.includes(number) && text.includes("还在发送") && text.includes("平台暂时收不下照片")), "the outbox shows the number and why the photo waits");
  const tried = posts.files.length;
  await sendNow(page);
  for (let i = 0; i < 50 && posts.files.length === tried; i++) await page.waitForTimeout(100);
  say.check(posts.files.length > tried && posts.reports.length === 1, "another try sends the photo alone, not the report again");
  say.check(posts.attached.length === 0, "no photo was attached so far");
  await page.reload();
  say.check(await unsent(page, 1), "a reload keeps the photo");

  // The photo is attached, its answer does not come back.
  let lost;
  const gone = new Promise((done) => (lost = done));
  const lose = async (route) => {
    const answer = await route.fetch();
    await route.abort();
    lost(answer.status());
  };
  await context.route(ATTACHED, lose);
  await full();
  await sendNow(page);
  const status = await gone;
  await context.unroute(ATTACHED, lose);
  const uploads = posts.files.length;
  await sendNow(page);
  say.check(await becomes(page.locator("main"), (text) => text.includes("没有未发出的内容")), "uploads work again: nothing is unsent");
  say.check(await becomes(row, (text) => text.includes(number) && !text.includes("还在发送")), "and nothing is on the way");
  const [again] = posts.attached;
  say.check(status === 200 && posts.attached.length === 1 && again.status === 200 && typeof again.follow_secret === "string", "the same photo again is no error");
  say.check(posts.files.length === uploads, "it was not uploaded again");
  await page.reload();
  await page.waitForTimeout(1000);
  const lead = await api.signedIn(system.demo_accounts.find((one) => one.login === "lead"));
  const { items } = await api.get(`/api/hazards/${posts.reports[0].id}/files`, lead);
  say.check(posts.reports.length === 1 && items.length === 1 && items[0].id === again.file && items[0].side === "report", `the server has one report with one photo: ${items.length}`);
  await close();
}

/** A photo that the server never takes is given up, the report stands. */
async function never({ say, ...all }) {
  const { page, context, close } = await person({ ...all, ...phone });
  const posts = watch(context);
  await page.goto("/pocket/report");
  await page.locator(".tiles button").first().waitFor();
  const picture = await cameraPicture(page, 800, 600);
  const wrong = await answerWith(context, problem(422, "picture_unreadable"), UPLOADS);
  await queue(page, { kind: "电动自行车", picture });
  const lost = (text) => text.includes("1 张照片 · 没有被接收") && text.includes("这张图片打不开");
  say.check(await becomes(page.locator(".done"), lost), "a photo that is refused for good is given up in words, and the report is there");
  await page.goto("/pocket/outbox");
  say.check(await becomes(page.locator(".outbox li[data-state=sent]"), lost), "the outbox says so as well");
  say.check(await becomes(page.locator("main"), (text) => text.includes("没有未发出的内容")), "and nothing waits any more");
  say.check(posts.reports.length === 1 && posts.files.length === 1 && posts.attached.length === 0, "report and photo were tried once each");
  await wrong();
  await close();
}

/** A large one goes up in parts; the page is loaded anew in the middle of it. */
async function large({ say, api, system, ...all }) {
  const { page, context, errors, close } = await person({ ...all, ...phone });
  const posts = watch(context);
  await page.goto("/pocket/report");
  await page.locator(".tiles button").first().waitFor();
  const picture = await cameraPicture(page, 2000, 1500, true);
  const isThird = (request) => request.headers()["upload-offset"] === `${2 * PART}`;
  // It never arrives.
  const hold = (route) => (isThird(route.request()) ? undefined : route.continue());
  await context.route(PARTS, hold);
  const third = page.waitForRequest(isThird);
  await queue(page, { kind: "电动自行车", picture });
  await third;
  const bar = page.getByRole("progressbar", { name: "正在上传照片" });
  await bar.waitFor();
  const value = await bar.evaluate((one) => one.value / one.max);
  say.check(value > 0 && value < 1, `a large photo says how far it is: ${Math.round(value * 100)} %`);
  say.add(await axe(page, "upload"), "axe: a photo on its way");
  await context.unroute(PARTS, hold);
  await page.goto("/pocket/outbox");
  say.check(await becomes(page.locator("main"), (text) => text.includes("没有未发出的内容")), "after another page was opened in the middle of it, it arrives");
  say.check(posts.parts.filter((one) => one === "POST").length === 1 && posts.files.length === 0, "it was begun once, and never sent whole");
  const places = posts.parts.filter((one) => one.startsWith("PATCH"));
  // The answer to the part that was held may be lost with the page: the server knows whether it came.
  say.check(places.length > 2 && places[0] === "PATCH 0" && new Set(places).size === places.length, `no part was sent twice: ${places.join(", ")}`);
  const lead = await api.signedIn(system.demo_accounts.find((one) => one.login === "lead"));
  const { items } = await api.get(`/api/hazards/${posts.reports[0].id}/files`, lead);
  say.check(items.length === 1 && posts.attached.length === 1, "the server has it once");
  say.add(errors, "no console errors, no CSP refusals around a large photo");
  await close();
}

function problem(status, code) {
  return { status, contentType: "application/problem+json", body: JSON.stringify({ code, status }) };
}
