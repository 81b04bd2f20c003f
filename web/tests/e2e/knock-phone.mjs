/** The phone of who goes to a silent post: what is answered or given away without network is kept, and reaches the server once. */
import { unsent } from "./pocket-steps.mjs";
import { becomes } from "./waits.mjs";

/** News reaches an open board at once, and without them after ten seconds. */
export const NEWS_MS = 30_000;
/** Longest that a phone waits between two tries here. */
const TRIES_MS = 60_000;

/** Others were sent, and the phone had no network: an answer that comes too late is refused in words. `order` sends a post to the door. */
export async function tooLate({ page, context, sought, order, helper, say }) {
  const task = page.locator(`[data-knock][data-id="${sought.id}"]`);
  await task.locator("[data-found=nobody]").waitFor();
  await context.setOffline(true);
  await task.locator("[data-found=nobody]").click();
  await task.locator("[data-state=waiting]").waitFor();
  await order((post) => post.title_names.zh !== helper);
  await context.setOffline(false);
  await refused(page, "后来又派过人", say, "somebody else was sent meanwhile: her answer is refused, with why and what to do");
  say.check((await task.count()) === 0, "and the task is not hers any more");
  await order((post) => post.title_names.zh === helper);
}

/** Stands on the page until it was read. */
async function refused(page, why, say, what) {
  const box = page.locator(".warnings [data-state=refused]");
  say.check((await becomes(box, (text) => text.includes("未受理") && text.includes(why), TRIES_MS)) && (await unsent(page, 1)), what);
  await box.getByRole("button").click();
  await box.waitFor({ state: "detached" });
}

/** Nobody at the door while the network is cut, then somebody while an answer gets lost. `held` gives the journal of a call. */
export async function found({ page, context, desk, sought, held, say }) {
  const task = page.locator(`[data-knock][data-id="${sought.id}"]`);
  say.check(await becomes(task, (text) => text.includes(sought.unit.names.zh) && text.includes("上门")), "who is sent finds the post among her warnings: where and how");
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  const posts = postsTo(context, `/api/calls/${sought.id}/knock/report`);

  await context.setOffline(true);
  await task.locator("[data-found=nobody]").click();
  const waits = (text) => text.includes("没有找到人") && text.includes("等待发送") && text.includes("值班室还不知道");
  say.check(await becomes(task.locator("[data-state=waiting]"), waits), "the network is cut: her answer stands at the door, and the page says that it waits");
  await page.reload();
  say.check((await becomes(task.locator("[data-state=waiting]"), waits)) && (await unsent(page, 1)), "a reload keeps it");
  say.check((await task.locator("[data-found=nobody]").count()) === 0 && posts.length === 0, "nothing was sent, and it cannot be said twice");
  await context.setOffline(false);
  say.check(await becomes(page.locator(`[data-id="${sought.id}"][data-knock=nobody]`), (text) => text.includes("没有找到人"), TRIES_MS), "the network is back: the server has her answer");
  say.check(posts.length === 1 && posts[0].key !== undefined && posts[0].found === "nobody", `sent once: ${posts.length}`);

  const came = await lost(context, `**/api/calls/${sought.id}/knock/report`, () => task.locator("[data-found=there]").click());
  say.check(came === 204 && (await becomes(task, (text) => text.includes("找到了,已到岗"), TRIES_MS)), "an answer that got lost is asked for again, and her word stands on the phone");
  const tries = posts.slice(1);
  say.check(tries.length > 0 && tries.every(({ key }) => key === tries[0].key) && tries[0].key !== posts[0].key, `${tries.length + 1} tries under one name, another one than before`);
  say.check(await becomes(desk, (text) => text.includes("已到岗") && text.includes("上门代报") && text.includes("找到了"), NEWS_MS), "on the open board it is found at the door");
  const kinds = await held(sought);
  const times = (kind) => kinds.filter((one) => one === kind).length;
  say.check(times("call.knock_nobody") === 1 && times("call.on_post") === 1, `the server holds each once: ${kinds.join()}`);
}

/** She cannot go either: from a place without network she hands the call on. `hand` does so at the desk. */
export async function handedOn({ page, context, desk, handed, hand, helper, held, say }) {
  const posts = postsTo(context, `/api/calls/${handed.id}/handover`);
  await context.setOffline(true);
  await page.locator(".hand-over summary").click();
  await page.locator("[data-helper]").last().click();
  await page.locator(".hint-box[data-state=waiting]").waitFor();
  await hand((post) => post.title_names.zh === helper);
  await context.setOffline(false);
  await refused(page, "别人已先转交", say, "the desk handed it over first: hers is refused, with why and what to do");

  await context.setOffline(true);
  await page.locator(".hand-over summary").click();
  const other = page.locator("[data-helper]").last();
  const name = (await other.innerText()).replace("转交给", "").trim();
  await other.click();
  const waits = (text) => text.includes(name) && text.includes("等待发送") && text.includes("还没有被叫到");
  say.check(await becomes(page.locator(".hint-box[data-state=waiting]"), waits), "without network a call is given away from the list that was kept, and the page says that nobody was called yet");
  await page.reload();
  say.check(await unsent(page, 1), "a reload keeps that too");
  await context.setOffline(false);
  say.check(await becomes(desk.locator("[data-handover]"), (text) => text.includes(name), TRIES_MS), "with network the board says to whom it went");
  const kinds = await held(handed);
  say.check(posts.length === 2 && kinds.filter((kind) => kind === "call.handed_over").length === 3, `once, after the two from the desk: ${kinds.join()}`);
}

/** What was answered to posts to one address. */
function postsTo(context, path) {
  const posts = [];
  context.on("response", (response) => {
    const request = response.request();
    if (request.method() === "POST" && new URL(request.url()).pathname === path) posts.push({ ...request.postDataJSON(), key: request.headers()["idempotency-key"] });
  });
  return posts;
}

/** The request of `act` arrives, its answer does not; gives the status of that answer. */
async function lost(context, address, act) {
  let done;
  const came = new Promise((resolve) => (done = resolve));
  const lose = async (route) => {
    const answer = await route.fetch();
    // As a cut network ends it: a browser writes other reasons to its console as errors.
    await route.abort("internetdisconnected");
    done(answer.status());
  };
  await context.route(address, lose);
  await act();
  const status = await came;
  await context.unroute(address, lose);
  return status;
}
