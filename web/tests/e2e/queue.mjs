/** The duty desk: keyboard, many rows at once with a result for each, own views, filters in the address, files. */
import { signIn } from "./console-steps.mjs";
import { person } from "./launch.mjs";
import { becomes, settle } from "./waits.mjs";

const N = 6;

export async function queue({ baseUrl, system, home, grids, api, lead, say }) {
  const { page, errors, close } = await person({ baseUrl, webgl: false });
  await signIn(page, system, "lead");
  const { made, cookie } = await api.reportedMany(lead, grids[2].id, N);
  await page.goto(`/console/hazards?unit=${grids[2].id}&state=reported`);
  await page.locator(".row").nth(N - 1).waitFor();
  await keyboard(page, say);
  await bulk(page, api, made, cookie, say);
  await filters(page, home, say);
  await views(page, home, say);
  await files(page, say);
  say.add(errors, "no errors at the duty desk");
  await close();
}

async function keyboard(page, say) {
  await page.keyboard.press("?");
  say.check(await becomes(page.locator(".keys"), (text) => text.includes("选中或取消")), "a question mark shows the keys");
  await page.keyboard.press("Escape");
  await page.locator(".keys").waitFor({ state: "hidden" });
  await page.keyboard.press("j");
  await page.keyboard.press("ArrowDown");
  const active = () => page.locator(".row-active").getAttribute("data-id");
  const second = await page.locator(".row").nth(1).getAttribute("data-id");
  say.check((await active()) === second, "j and the arrow move down");
  await page.keyboard.press("x");
  say.check(await becomes(page.locator(".bulk-bar strong"), (text) => text === "已选 1 条"), "x selects");
  await page.keyboard.press("k");
  await page.keyboard.press("x");
  say.check(await becomes(page.locator(".bulk-bar strong"), (text) => text === "已选 2 条"), "and selects another");
  await page.keyboard.press("Escape");
  await page.locator(".bulk-bar").waitFor({ state: "detached" });
  const first = await active();
  await page.keyboard.press("Enter");
  await page.locator(".timeline").waitFor();
  say.check(page.url().endsWith(first), "Enter opens what is marked");
  await page.goBack();
  await page.locator(".row").first().waitFor();
}

async function bulk(page, api, made, cookie, say) {
  const all = await page.locator(".row").count();
  // Somebody else was faster with one of them.
  await api.act(cookie, made[0].id, { action: "accept", version: made[0].version });
  await page.locator(".ant-table-thead input[type=checkbox]").check();
  say.check(await becomes(page.locator(".bulk-bar strong"), (text) => text === `已选 ${all} 条`), `all ${all} are selected at once`);
  await page.locator(".bulk-bar").getByRole("button", { name: /^受理/ }).click();
  await page.locator(".action-form button[type=submit]").click();
  const dialog = page.locator(".ant-modal", { has: page.locator(".bulk-results") });
  say.check(await becomes(dialog, (text) => text.includes(`已办 ${all - 1} 条,未办 1 条`)), "each row has its result");
  const refused = await dialog.locator(".bulk-results li").first().innerText();
  say.check(refused.includes(made[0].number) && refused.includes("未办") && refused.length > made[0].number.length + 20, "what was refused stands first, with the reason");
  await dialog.getByRole("button", { name: "关闭", exact: true }).last().click();
  say.check(await becomes(page.locator(".bulk-bar strong"), (text) => text === "已选 1 条"), "what was refused stays selected");
  await page.goto(page.url().replace("state=reported", "state=accepted"));
  await page.locator(".row").first().waitFor();
  say.check((await page.locator(".row").count()) >= all, "the accepted ones stand in their queue");
  await page.locator(".ant-table-thead input[type=checkbox]").check();
  await page.locator(".bulk-bar").getByRole("button", { name: /^分派/ }).click();
  await page.locator(".action-form button[type=submit]").click();
  say.check(await becomes(page.locator(".action-form .error-summary"), (text) => text.includes("选一个单位")), "many cannot be assigned to nobody");
  await page.locator("#action-body").click();
  await page.locator(".ant-select-item-option", { hasText: "物业" }).first().click();
  await page.locator(".action-form button[type=submit]").click();
  const second = page.locator(".ant-modal", { has: page.locator(".bulk-results") });
  say.check(await becomes(second, (text) => text.includes("未办 0 条")), "all are assigned with one form");
  await second.getByRole("button", { name: "关闭", exact: true }).last().click();
}

async function filters(page, home, say) {
  await page.goto(`/console/hazards?unit=${home.id}`);
  await page.locator(".row").first().waitFor();
  await page.locator(".filter-due").click();
  await page.locator(".ant-select-item-option", { hasText: "三天内到期" }).click();
  say.check(await becomes(page.locator("h1"), () => page.url().includes("due=3d")), "what is due within three days stands in the address");
  await page.locator(".filter-category").nth(1).click();
  await page.locator(".ant-select-item-option", { hasText: "物业" }).first().click();
  await page.waitForURL(/body=/);
  await settle(page, 500);
  const rows = await page.locator(".row").allInnerTexts();
  say.check(rows.length > 0 && rows.every((text) => text.includes("物业")), `only what one body must do is listed (${rows.length})`);
  await page.goto(`/console/hazards?unit=${home.id}&overdue=true`);
  await page.waitForURL(/due=over/);
  say.check(true, "a link of old that said overdue still leads there");
}

async function views(page, home, say) {
  await page.goto(`/console/hazards?unit=${home.id}&state=assigned&due=3d`);
  await page.locator(".views > button").last().click();
  await page.locator(".action-form button[type=submit]").click();
  say.check(await becomes(page.locator(".action-form .error-summary"), (text) => text.includes("填写名称")), "a view needs a name");
  await page.locator("#view-name").fill("三天内要处置的");
  await page.locator(".action-form button[type=submit]").click();
  const chip = page.locator(".views .chip", { hasText: "三天内要处置的" });
  await chip.waitFor();
  say.check((await chip.getAttribute("aria-pressed")) === "true", "the view is saved and marked as the one on screen");
  await page.goto("/console/hazards");
  await chip.click();
  await page.waitForURL(/due=3d/);
  say.check(page.url().includes("state=assigned") && page.url().includes(home.id), "it brings its filters back");
  await page.locator(".views > button").last().click();
  await page.locator("#view-name").fill("三天内要处置的");
  await page.locator(".action-form button[type=submit]").click();
  say.check(await becomes(page.locator(".action-form .error-summary"), (text) => text.includes("同名")), "two views do not bear one name");
  await page.getByRole("button", { name: "删除视图 三天内要处置的" }).click();
  await chip.waitFor({ state: "detached" });
  say.check(true, "and is deleted");
  await page.keyboard.press("Escape");
}

async function files(page, say) {
  await page.locator(".ant-modal-wrap").waitFor({ state: "hidden" }).catch(() => undefined);
  await page.getByRole("button", { name: "导出" }).click();
  const links = page.locator(".ant-dropdown a");
  await links.first().waitFor();
  const addresses = await links.evaluateAll((all) => all.map((one) => one.getAttribute("href")));
  const answers = await page.evaluate((paths) => Promise.all(paths.map(async (path) => [path, (await fetch(path)).status])), addresses);
  say.add(answers.filter(([, status]) => status !== 200).map(([path, status]) => `${status} ${path}`), `files in ${answers.length} forms`);
  say.check(addresses.every((path) => path.includes("state=assigned")), "with the filters on screen");
  await page.keyboard.press("Escape");
}

export async function queuePages({ page, system, grids, api, lead, viewport, look }) {
  await signIn(page, system, "lead");
  await api.reportedMany(lead, grids[3].id, 3);
  await page.goto(`/console/hazards?unit=${grids[3].id}&state=all`);
  await page.locator(".row, .card").nth(2).waitFor();
  await look("queue", 400);
  await page.locator(".row input[type=checkbox], .card input[type=checkbox]").first().check();
  await page.locator(".row input[type=checkbox], .card input[type=checkbox]").nth(1).check();
  // At the end of the list the bar covers no card by half.
  await page.locator(".table-foot").scrollIntoViewIfNeeded();
  await look("queue-selected", 400);
  await page.locator(".bulk-bar button").first().click();
  await page.locator(".action-form").waitFor();
  await look("queue-bulk", 500);
  await page.locator(".action-form button[type=submit]").click();
  await page.locator(".bulk-results li, .action-form .error-summary").first().waitFor();
  await look("queue-results", 800);
  await page.goto("/console/hazards");
  await page.locator(".row, .card").first().waitFor();
  await page.locator(".views > button").last().click();
  await page.locator("#view-name").waitFor();
  await look("queue-views", 500);
  if (viewport.width < 600) return;
  await page.goto("/console/hazards");
  await page.locator(".row").first().waitFor();
  await page.keyboard.press("?");
  await page.locator(".keys").waitFor();
  await look("queue-keys", 500);
}
