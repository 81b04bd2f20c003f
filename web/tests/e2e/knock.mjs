/** Posts that stay silent: somebody is sent to one, another one's call is given away; both find it on the phone, and the desk sees what they say. */
import { found, handedOn, NEWS_MS, tooLate } from "./knock-phone.mjs";
import { person, PHONE } from "./launch.mjs";
import { enter } from "./pocket-steps.mjs";
import { becomes } from "./waits.mjs";

/** Who helps: of the unit above the grids. */
const HELPER = "社区书记";

/** `desk` is the open board of the round of this warning. */
export async function silentOnes({ baseUrl, api, people, home, id, desk, say }) {
  const city = await people("city");
  const [sought, handed] = await twoSilent({ api, city, home, id });
  await desk.getByRole("button", { name: "全部", exact: true }).click();
  await desk.waitForURL(/state=all/);
  await choose(desk, sought, /^派人去/);
  say.check(await becomes(row(desk, sought).locator("[data-knock]"), (text) => text.includes(HELPER) && text.includes("未办")), "somebody is sent to a silent post: the board says who, and that it is open");
  await choose(desk, handed, /^转交叫应/);
  say.check(await becomes(row(desk, handed).locator("[data-handover]"), (text) => text.includes(HELPER)), "the call of another one is handed over: the board says to whom");
  const helper = await person({ baseUrl, viewport: PHONE, webgl: false });
  await enter(helper.page, "lead");
  await helper.page.goto("/pocket/warnings");
  const auditor = await people("auditor");
  const held = async ({ id }) => (await api.get(`/api/journal?subject=${id}&limit=100`, auditor)).items.map(({ kind }) => kind);
  // The desk behind the phone's back, naming one of the helpers of a call.
  const name = async (call, which) => (await api.get(`/api/calls/${call.id}/helpers`, city)).items.find(which).id;
  const order = async (which) => api.send("POST", `/api/calls/${sought.id}/knock`, { post: await name(sought, which), way: "knock", minutes: 15 }, city);
  const hand = async (which) => api.send("POST", `/api/calls/${handed.id}/handover`, { post: await name(handed, which) }, city);
  await tooLate({ ...helper, sought, order, helper: HELPER, say });
  await helper.page.reload();
  await found({ ...helper, desk: row(desk, sought), sought, held, say });
  await takenOver({ page: helper.page, desk, handed, say });
  await handedOn({ ...helper, desk: row(desk, handed), handed, hand, helper: HELPER, held, say });
  say.add(helper.errors, "no errors on the phone of the helper");
  await helper.close();
}

/** Two silent posts of different grids to which the helper can go. */
async function twoSilent({ api, city, home, id }) {
  const { items } = await api.get("/api/warnings?in_force=true", city);
  const { callout } = items.find((warning) => warning.id === id);
  const calls = await api.get(`/api/callouts/${callout.id}/calls?unit=${home.id}&state=unanswered&limit=100`, city);
  const fit = [];
  for (const call of calls.items.filter(({ unit }) => unit.id !== home.id)) {
    const helpers = await api.get(`/api/calls/${call.id}/helpers`, city);
    const apart = fit.every(({ unit }) => unit.id !== call.unit.id);
    if (apart && helpers.items.some((post) => post.title_names.zh === HELPER)) fit.push(call);
    if (fit.length === 2) return fit;
  }
  throw new Error("there are no two silent posts with a helper in the unit above");
}

function row(desk, call) {
  return desk.locator(`.calls > li[data-id="${call.id}"]`);
}

/** Opens the form of a row by its button, names the helper and sends it. */
async function choose(desk, call, button) {
  await row(desk, call).getByRole("button", { name: button }).click();
  const form = desk.locator(".ant-modal .action-form");
  await form.getByRole("radio", { name: new RegExp(HELPER) }).check();
  await form.locator("button[type=submit]").click();
  await form.waitFor({ state: "detached" });
}

async function takenOver({ page, desk, handed, say }) {
  // By day she has calls of her own, and a tap brings this one up.
  const other = page.locator("#other-calls + ul button", { hasText: handed.unit.names.zh });
  await page.locator(".call").waitFor();
  if ((await other.count()) > 0) await other.click();
  say.check(await becomes(page.locator("[data-handover]"), (text) => text.includes("转交给你了")), "a call that was handed over stands at the other one");
  await page.locator("[data-report=received]").click();
  say.check(await becomes(row(desk, handed).locator(".call-state"), (text) => text.includes("已收到"), NEWS_MS), "her answer counts for it on the open board");
}
