/** What is reported without network arrives, once, whatever stands between the phone and the server. */
import { person } from "./launch.mjs";
import { cameraPicture, sizeOf } from "./pictures.mjs";
import { pocketPhotos } from "./pocket-photos.mjs";
import { answerWith, enter, phone, queue, sendNow, unsent, watch } from "./pocket-steps.mjs";
import { becomes } from "./waits.mjs";

export async function pocketOutbox(all) {
  await offline(all);
  await pocketPhotos(all);
  await between(all);
  await refused(all);
  await twoTabs(all);
  await accounts(all);
}

/** Two reports without network, a reload, and the network again. */
async function offline({ say, ...all }) {
  const { page, context, errors, close } = await person({ ...all, ...phone });
  const posts = watch(context);
  await page.goto("/pocket/");
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await page.goto("/pocket/report");
  await page.locator(".tiles button").first().waitFor();
  const picture = await cameraPicture(page, 4000, 3000);

  await context.setOffline(true);
  await queue(page, { kind: "电动自行车", picture });
  say.check(await becomes(page.locator(".queued h1"), (text) => text.includes("还没有发出")), "without network: saved, not sent");
  await queue(page, { kind: "消防通道" });
  say.check(await unsent(page, 2), "two wait, and every screen says so");
  say.check(posts.reports.length === 0, "nothing was posted meanwhile");
  await page.reload();
  say.check(await unsent(page, 2), "a reload without network keeps them");
  const deep = await page.goto("/pocket/outbox");
  say.check(deep.status() === 200 && deep.fromServiceWorker(), "an address inside opens without network");
  await page.locator(".outbox li").first().waitFor();
  say.check((await page.locator(".outbox li[data-state=waiting]").count()) === 2, "both stand in the outbox as waiting");

  await context.setOffline(false);
  say.check(await becomes(page.locator("main"), (text) => text.includes("没有未发出的内容"), 60_000), "the network is back: all sent");
  say.check(posts.reports.length === 2 && new Set(posts.reports.map((one) => one.id)).size === 2, `exactly two posts: ${posts.reports.length}`);
  say.check(posts.reports.every((one) => one.key === one.id), "each under its own key");
  const [given] = posts.attached;
  say.check(posts.attached.length === 1 && given.hazard === posts.reports[0].id && given.status === 200, "the first has its picture, which came after it");
  const [width, height] = sizeOf(posts.files[0]);
  say.check(posts.files.length === 1 && width === 1536 && height === 2048, `the picture came upright and small: ${width} × ${height}, ${posts.files[0]?.length} bytes`);
  say.check(!posts.files[0].includes("Exif") && !posts.files[0].includes("SECRETPHONE"), "and without the camera's notes");
  await page.reload();
  await page.waitForTimeout(500);
  say.check(posts.reports.length === 2, "after another reload still two");
  say.add(errors, "no console errors, no CSP refusals without network");
  await close();
}

/** A gate page, a server that is down, an answer that got lost. */
async function between({ say, ...all }) {
  const { page, context, close } = await person({ ...all, ...phone });
  const posts = watch(context);
  await page.goto("/pocket/report");
  const gate = await answerWith(context, { status: 200, contentType: "text/html", body: "<html><h1>Wi-Fi</h1></html>" });
  await queue(page, { kind: "电动自行车" });
  say.check(await becomes(page.locator(".queued"), (text) => text.includes("可能要先登录这个无线网")), "a gate page that answers 200 sends nothing");
  say.check(await unsent(page, 1), "it stays unsent");
  await gate();

  const down = await answerWith(context, { status: 503, contentType: "application/problem+json", body: JSON.stringify({ code: "unavailable", status: 503 }) });
  await sendNow(page);
  say.check(await becomes(page.locator(".outbox li"), (text) => text.includes("服务暂时不可用")), "a server that is down: kept, with the reason");
  await down();

  // The report arrives, its answer does not.
  let lost;
  const gone = new Promise((done) => (lost = done));
  const lose = async (route) => {
    const answer = await route.fetch();
    await route.abort();
    lost(answer.status());
  };
  await context.route("**/api/hazards", lose);
  await sendNow(page);
  const status = await gone;
  await context.unroute("**/api/hazards", lose);
  await sendNow(page);
  say.check(await becomes(page.locator(".outbox li"), (text) => text.includes("已送达")), "and sent when it is up");
  const id = posts.tries[0].id;
  say.check(status === 201 && posts.tries.every((one) => one.id === id && one.key === id), `all ${posts.tries.length} tries were one report`);
  await close();
}

async function refused({ say, ...all }) {
  const { page, context, close } = await person({ ...all, ...phone });
  await page.goto("/pocket/report");
  const wrong = await answerWith(context, { status: 422, contentType: "application/problem+json", body: JSON.stringify({ code: "file_kind", status: 422 }) });
  await queue(page, { kind: "电动自行车" });
  say.check(await becomes(page.locator(".queued"), (text) => text.includes("没有被接收") && text.includes("只收 JPEG")), "a refusal shows its reason");
  await wrong();
  await page.goto("/pocket/outbox");
  say.check(await becomes(page.locator(".outbox li .tag"), (text) => text === "未受理"), "in the outbox it is 未受理");
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "导出为文件" }).click();
  say.check((await (await download).suggestedFilename()).endsWith(".json"), "it can be saved as a file");
  await page.locator(".outbox li").getByRole("button", { name: "修改" }).click();
  await page.locator(".bottom .primary").click();
  await page.locator(".done-number").waitFor();
  say.check(true, "mended, it is sent");
  await close();
}

/** Both tabs wake up at once; one sends. */
async function twoTabs({ say, ...all }) {
  const { page, context, close } = await person({ ...all, ...phone });
  const posts = watch(context);
  await page.goto("/pocket/report");
  await page.locator(".tiles button").first().waitFor();
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  const second = await context.newPage();
  await second.goto("/pocket/outbox");
  await context.setOffline(true);
  await queue(page, { kind: "电动自行车" });
  say.check(await unsent(second, 1), "the other tab learns of it");
  await context.setOffline(false);
  say.check(await becomes(second.locator("main"), (text) => text.includes("没有未发出的内容")), "two tabs: sent");
  await page.locator(".done-number").waitFor();
  say.check(posts.reports.length === 1, `by one of them: ${posts.reports.length} post`);
  await close();
}

/** What one person made waits for that person, whoever signs in meanwhile. */
async function accounts({ say, ...all }) {
  const { page, context, close } = await person({ ...all, ...phone });
  const posts = watch(context);
  await enter(page, "grid1");
  const down = await answerWith(context, { status: 503, contentType: "application/problem+json", body: JSON.stringify({ code: "unavailable", status: 503 }) });
  await queue(page, { kind: "消防通道", channel: "代居民上报" });
  say.check(await unsent(page, 1), "grid1 has one unsent");
  await page.goto("/pocket/me");
  const leave = page.getByRole("button", { name: "退出登录" });
  say.check(await becomes(page.locator("main"), (text) => text.includes("有 1 条未发出")), "signing out says why it must wait");
  say.check(await leave.isDisabled(), "and is not possible");
  await enter(page, "property");
  await down();
  const before = posts.reports.length;
  await page.goto("/pocket/outbox");
  say.check(await becomes(page.locator("main"), (text) => text.includes("另有 1 条属于其他账号")), "another account sees that there is something, not what");
  say.check((await page.locator(".outbox li").count()) === 0 && (await page.locator(".strip-unsent").count()) === 0, "nothing of it is shown");
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await page.waitForTimeout(1000);
  say.check(posts.reports.length === before, "and nothing of it is sent");
  await page.goto("/pocket/me");
  await leave.click();
  await page.waitForURL(/\/pocket\/$/);
  await enter(page, "grid1");
  // Not by loading another page: that would break off what is on its way.
  await page.locator(".bottom-bar a", { hasText: "我的" }).click();
  await page.locator("main a", { hasText: "待发送" }).click();
  say.check(await becomes(page.locator("main"), (text) => text.includes("没有未发出的内容")), "back under its own account it is sent");
  const mine = posts.reports.slice(before);
  say.check(mine.length === 1 && mine[0].channel === "on_behalf", `once, on behalf of somebody: ${mine.length}`);

  // The session ends elsewhere: nothing to read stays, what was written waits.
  await page.evaluate(() => fetch("/api/session", { method: "DELETE" }));
  await page.goto("/pocket/tasks");
  say.check(await becomes(page.locator("main"), (text) => text.includes("登录后查看")), "without its session the phone shows no tasks");
  await queue(page, { kind: "电动自行车" });
  say.check(await becomes(page.locator(".queued"), (text) => text.includes("登录后发送")), "a report then waits for the sign-in");
  await enter(page, "grid1");
  say.check(await becomes(page.locator("header"), (text) => !text.includes("未发出")), "and goes out after it");
  await close();
}
