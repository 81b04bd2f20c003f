/** Harm: a report stands on every open desk at once, each level is seen to look, somebody else verifies it, and the sums follow. */
import { atDesk, signIn } from "./console-steps.mjs";
import { cast } from "./quiet.mjs";
import { becomes } from "./waits.mjs";

/** How many the first report says. */
const DEAD = 2;

export async function harm({ baseUrl, system, grids, api, say }) {
  const people = cast({ system, api });
  const before = await api.get("/api/harm-reports/totals", await people("district"));
  const reporter = await atDesk({ baseUrl, system }, "street");
  const desk = await atDesk({ baseUrl, system }, "district");
  for (const { page } of [reporter, desk]) {
    await page.locator(".nav").getByRole("link", { name: "应急响应" }).click();
    await page.locator(".sub-tabs").getByRole("link", { name: "伤亡和损失" }).click();
    await page.waitForURL(/\/console\/harm/);
    await page.locator(".harm-row, .state-panel:not(.loading)").first().waitFor();
  }
  const report = await reported(api, await people("street"), grids[0].id);
  await listed({ reporter: reporter.page, desk: desk.page, report, grid: grids[0], before, say });
  await seen({ page: desk.page, report, say });
  await verified({ reporter: reporter.page, desk: desk.page, report, before, say });
  say.add(reporter.errors, "no errors on the desk of who reported");
  await reporter.close();
  await looksInto({ baseUrl, system, report, say });
  say.add(desk.errors, "no errors on the desk of who verified");
  await desk.close();
}

function reported(api, cookie, unit) {
  return api.post("/api/harm-reports", { id: crypto.randomUUID(), kind: "underground_flooding", unit, dead: DEAD, injured: 3, known_at: Date.now() - 60_000 }, cookie);
}

function row(page, { id }) {
  return page.locator(`.harm-row[data-id="${id}"]`);
}

/** The dead in all: as reported, then as verified. */
function dead(page) {
  return page.locator(".harm-wide tbody tr", { has: page.getByRole("rowheader", { name: "死亡", exact: true }) }).locator("td");
}

function number(text) {
  return Number(text.match(/\d[\d,]*/)?.[0].replaceAll(",", ""));
}

async function listed({ reporter, desk, report, grid, before, say }) {
  const line = row(desk, report);
  say.check(await becomes(line, (text) => text.includes("地下空间进水") && text.includes(grid.names.zh) && text.includes("未核实")), "a report of harm stands on the open desk by itself, unverified");
  say.check(await becomes(line.locator(".harm-numbers").first(), (text) => /受伤\s*3/.test(text) && /失踪\s*不清楚/.test(text)), "what nobody knows is said to be unknown");
  say.check(await becomes(dead(desk).nth(0), (text) => number(text) === before.reported.dead.sum + DEAD), "the sum of what was reported counts it");
  const own = row(reporter, report);
  say.check(await becomes(own, (text) => text.includes("我报的") && text.includes("补报")), "whoever reported may say more");
  say.check((await own.getByRole("button", { name: "核实", exact: true }).count()) === 0, "and is not offered to verify it");
}

/** Opening it is looking at it. */
async function seen({ page, report, say }) {
  const waiting = report.levels.filter((level) => level.seen_at == null).length;
  await row(page, report).getByRole("button", { name: "展开" }).click();
  const levels = row(page, report).locator(".harm-levels");
  const unseen = (text) => text.match(/还没有看/g)?.length ?? 0;
  say.check(await becomes(levels, (text) => text.includes("看到") && unseen(text) === waiting - 1), "opened, it says that this level has seen it and which have not");
}

async function verified({ reporter, desk, report, before, say }) {
  const line = row(desk, report);
  await line.getByRole("button", { name: "核实", exact: true }).click();
  const form = desk.locator(".ant-modal .action-form");
  await form.waitFor();
  say.check((await form.locator("#version-dead").inputValue()) === String(DEAD), "verifying begins with what was known last");
  await form.locator("#version-injured").fill("三");
  await form.locator("button[type=submit]").click();
  say.check(await becomes(form.locator(".error-summary"), (text) => text.includes("受伤要填 0 或正整数")), "what is no number is said before it is sent");
  await form.locator("#version-injured").fill("4");
  await form.locator("button[type=submit]").click();
  say.check(await becomes(line, (text) => text.includes("已核实") && text.includes("第 2 版")), "a second person verifies it");
  say.check(await becomes(line.locator(".harm-versions"), (text) => text.includes("上报数") && text.includes("核实数")), "the reported version stays beside the verified one");
  say.check(await becomes(dead(desk).nth(1), (text) => number(text) === before.verified.dead.sum + DEAD), "the verified sum counts it");
  say.check(await becomes(dead(desk).nth(0), (text) => number(text) === before.reported.dead.sum + DEAD), "and the reported one is not added to it");
  say.check(await becomes(row(reporter, report), (text) => text.includes("已核实")), "the open desk of who reported follows");
}

/** Who reported is shown to nobody but those who look into concealment. */
async function looksInto({ baseUrl, system, report, say }) {
  const { page, errors, close } = await atDesk({ baseUrl, system }, "auditor");
  await page.goto("/console/harm");
  await row(page, report).getByRole("button", { name: "展开" }).click();
  await row(page, report).getByRole("button", { name: "看是谁报的" }).click();
  const dialog = page.locator(".ant-modal");
  await dialog.locator("#harm-reason").fill("急");
  await dialog.locator("button[type=submit]").click();
  say.check(await becomes(dialog.locator(".error-summary"), (text) => text.includes("至少 5 个字")), "who reported takes a reason");
  await dialog.locator("#harm-reason").fill("核查有没有瞒报");
  await dialog.locator("button[type=submit]").click();
  say.check(await becomes(dialog.locator("[role=status]"), (text) => text.includes("街道值班员")), "with one the auditor reads it");
  say.add(errors, "no errors on the auditor's desk");
  await close();
}

export async function harmPages({ page, system, home, grids, api, look }) {
  const people = cast({ system, api });
  await page.goto("/console/harm");
  await look("harm-signed-out");
  await signIn(page, system, "district");
  const report = await reported(api, await people("street"), grids[0].id);
  await page.goto("/console/harm");
  await row(page, report).waitFor();
  await look("harm", 400);
  const buttons = row(page, report).locator(".harm-acts").first().locator("button");
  await buttons.first().click();
  await page.locator(".harm-levels").waitFor();
  await page.locator(".harm-levels").scrollIntoViewIfNeeded();
  await look("harm-opened", 400);
  await buttons.last().click();
  await page.locator("#version-injured").fill("?");
  await page.locator(".ant-modal button[type=submit]").click();
  await page.locator(".ant-modal .error-summary").waitFor();
  await look("harm-verify", 500);
  await page.goto(`/console/harm?unit=${home.id}`);
  await row(page, report).waitFor();
  await look("harm-community", 300);
}
