/** Accounts of others, bodies and rosters: who may sees and changes them, others do not see the way in. */
import { signIn } from "./console-steps.mjs";
import { person } from "./launch.mjs";
import { becomes } from "./waits.mjs";

export async function admin({ baseUrl, system, home, say }) {
  const { page, errors, close } = await person({ baseUrl, webgl: false });
  await signIn(page, system, "grid1");
  const nav = page.locator(".nav");
  say.check(await becomes(nav, (text) => text.includes("值班表") && !text.includes("账号")), "a grid worker is offered the roster and no accounts");
  await page.goto("/console/accounts");
  say.check(await becomes(page.locator(".state-panel"), (text) => text.includes("要有“管理账号和岗位”的权限") && text.includes("账号管理员可以给你")), "and reads which permission opens the accounts, and who can give it");
  await page.goto(`/console/roster?unit=${home.id}`);
  say.check(await becomes(page.locator(".state-panel"), (text) => text.includes("要有“查看值班表”的权限")), "the roster of the unit above stays shut, in the same words");
  const seer = await person({ baseUrl, webgl: false });
  await signIn(seer.page, system, "police");
  await seer.page.goto(`/console/roster?unit=${home.id}`);
  await seer.page.locator(".day").first().waitFor();
  say.check((await seer.page.locator(".shift-button, .roster-lines button").count()) === 0, "who only sees a roster has nothing to press");
  await seer.close();
  await roster(baseUrl, system, home, say);
  await accounts(baseUrl, system, say);
  say.add(errors, "no errors for who may not");
  await close();
}

async function roster(baseUrl, system, home, say) {
  const { page, errors, close } = await person({ baseUrl, webgl: false });
  await signIn(page, system, "lead");
  await page.goto("/console/roster");
  await page.locator(".day").first().waitFor();
  say.check((await page.locator("h1").innerText()).includes("平安社区"), "without a chosen area the roster is that of one's own post");
  const today = page.locator(".day-today");
  const before = await today.locator(".tag", { hasText: "替班" }).count();
  // A post of the day shift that is not the leader's.
  await today.locator(".shift-button", { hasText: "平安二网格" }).first().click();
  await page.locator("#substitute").fill("平安六网格");
  await page.locator(".ant-select-item-option", { hasText: "平安六网格" }).first().click();
  await page.locator(".action-form button[type=submit]").click();
  say.check(await becomes(today, (text) => text.includes("替班") && text.includes("平安六网格")), "a substitute is named for today");
  await today.locator(".shift-button", { has: page.locator(".tag", { hasText: "替班" }) }).first().click();
  await page.getByRole("button", { name: "恢复原排班" }).click();
  say.check(await becomes(today, (text) => (text.match(/替班/g) ?? []).length === before), "and taken back");

  const lines = page.locator(".roster-lines .rows li", { has: page.locator("button") });
  const planned = await lines.count();
  await page.locator(".roster-lines > button").click();
  await page.locator(".action-form button[type=submit]").click();
  say.check(await becomes(page.locator(".action-form .error-summary"), (text) => text.includes("选岗位")), "a duty without a post is asked for it");
  await page.locator("#line-posting").fill("楼栋长");
  await page.locator(".ant-select-item-option", { hasText: "楼栋长" }).first().click();
  await page.locator("#line-start").fill("19:00");
  await page.locator("#line-end").fill("21:00");
  await page.locator(".action-form button[type=submit]").click();
  for (let i = 0; i < 50 && (await lines.count()) !== planned + 1; i++) await page.waitForTimeout(100);
  const added = lines.filter({ hasText: "19:00–21:00" });
  say.check((await added.count()) === 1 && (await today.innerText()).includes("19:00–21:00"), "a building head is put on the roster");
  await added.locator("button").click();
  await page.locator(".ant-modal-confirm").getByRole("button", { name: "停止" }).click();
  say.check(await becomes(today, (text) => !text.includes("19:00–21:00")), "and taken off it");
  await page.getByRole("button", { name: "后一周" }).click();
  say.check(await becomes(page.locator(".days"), (text) => !text.includes("今天")) && /from=\d{4}-\d\d-\d\d/.test(page.url()), "the next week stands in the address");
  say.add(errors, "no errors on the roster");
  await close();
}

async function accounts(baseUrl, system, say) {
  const { page, errors, close } = await person({ baseUrl, webgl: false });
  await signIn(page, system, "admin");
  await page.locator(".nav").getByRole("link", { name: "系统管理" }).click();
  await page.locator(".sub-tabs").getByRole("link", { name: "账号" }).click();
  await page.locator(".ant-table-row").first().waitFor();
  await page.locator(".admin-find input").fill("楼栋长 6");
  const row = page.locator(".ant-table-row", { hasText: "building6-1" });
  await row.waitFor();
  say.check((await page.locator(".ant-table-row").count()) === 2, "the list is searched by post and place");
  await row.getByRole("button", { name: /^任命/ }).click();
  await page.locator(".action-form button[type=submit]").click();
  say.check(await becomes(page.locator(".action-form .error-summary"), (text) => text.includes("选岗位") && text.includes("选辖区")), "what is missing is said");
  await page.locator("#posting-title").fill("专职");
  await page.locator(".ant-select-item-option", { hasText: "专职网格员" }).first().click();
  say.check(await becomes(page.locator(".action-form"), (text) => text.includes("受理上报")), "a title says what it lets one do");
  await page.locator("#posting-unit").fill("平安六网格");
  await page.locator(".ant-select-item-option", { hasText: "平安六网格" }).first().click();
  await page.locator(".action-form button[type=submit]").click();
  say.check(await becomes(row, (text) => text.includes("专职网格员")), "a post is given");
  await row.getByRole("button", { name: /^结束 专职网格员/ }).click();
  await page.locator(".ant-modal-confirm").getByRole("button", { name: "结束" }).click();
  say.check(await becomes(row, (text) => !text.includes("专职网格员")), "and ended");
  await page.locator(".admin-find input").fill("building6-2");
  const other = page.locator(".ant-table-row", { hasText: "building6-2" });
  await other.getByRole("button", { name: /^停用/ }).click();
  await page.locator(".ant-modal-confirm").getByRole("button", { name: "停用" }).click();
  say.check(await becomes(other, (text) => text.includes("已停用")), "an account is disabled");
  await page.locator(".admin-find input").fill("admin");
  say.check(await becomes(page.locator(".ant-table-row").first(), (text) => text.includes("由另一位管理员")), "nobody administers the own account");
  await opening(page, say);
  await page.goto("/console/bodies?kind=property_company");
  await page.locator(".ant-table-row").first().waitFor();
  say.add(await page.evaluate(async () => {
    const bad = [];
    for (const path of ["/api/accounts/export", "/api/bodies/export"]) for (const format of ["csv", "xlsx"]) {
      const { status } = await fetch(`${path}?format=${format}`);
      if (status !== 200) bad.push(`${status} ${path} ${format}`);
    }
    return bad;
  }), "accounts and bodies leave as files");
  const kinds = await page.locator(".ant-table-row").allInnerTexts();
  say.check(kinds.length > 0 && kinds.every((text) => text.includes("物业企业")), "bodies are listed by kind");
  say.add(errors, "no errors on the administration's pages");
  await close();
}

/** Somebody new: account, first post, and the link that goes to them. */
async function opening(page, say) {
  const login = `new-${Date.now()}`;
  const begin = page.locator(".page-head").getByRole("button", { name: "开通账号" });
  const submit = page.locator(".action-form button[type=submit]");
  const summary = page.locator(".action-form .error-summary");
  await begin.click();
  await submit.click();
  const needed = ["登录名", "中文姓名", "手机号或邮箱", "选岗位", "选辖区"];
  say.check(await becomes(summary, (text) => needed.every((word) => text.includes(word))), "an account without a person is asked for all of it");
  await fillAccount(page, login);
  await submit.click();
  say.check(await becomes(page.locator(".ant-modal"), (text) => text.includes(login) && text.includes("三天内有效")), "an account is opened, and says what its owner gets");
  await page.locator(".ant-modal .form-buttons button").click();
  await page.locator(".ant-modal .form-buttons").waitFor({ state: "detached" });
  await page.locator(".admin-find input").fill(login);
  say.check(await becomes(page.locator(".ant-table-row", { hasText: login }), (text) => text.includes("专职网格员")), "and stands in the list with its post");
  await begin.click();
  await fillAccount(page, login);
  await submit.click();
  say.check(await becomes(summary, (text) => text.includes("已有人用")), "a sign-in name is given once");
  await page.locator(".action-form .form-buttons button").first().click();
  await summary.waitFor({ state: "detached" });
}

async function fillAccount(page, login) {
  await page.locator("#account-login").fill(login);
  await page.locator("#account-zh").fill("新来的网格员");
  await page.locator("#account-email").fill("new@example.org");
  await page.locator("#posting-title").fill("专职");
  await page.locator(".ant-select-item-option", { hasText: "专职网格员" }).first().click();
  await page.locator("#posting-unit").fill("平安六网格");
  await page.locator(".ant-select-item-option", { hasText: "平安六网格" }).first().click();
}

export async function adminPages({ page, system, home, look }) {
  await signIn(page, system, "grid1");
  await page.goto("/console/accounts");
  await page.locator(".state-panel strong").waitFor();
  await look("accounts-shut");
  await signIn(page, system, "admin");
  await page.goto("/console/accounts");
  await page.locator(".ant-table-row, .admin-card").first().waitFor();
  await look("accounts", 400);
  await page.locator(".page-head .ant-btn-primary").click();
  await page.locator("#account-login").waitFor();
  await page.locator(".action-form button[type=submit]").click();
  await page.locator(".action-form .error-summary").waitFor();
  await look("account-open", 500);
  await page.locator(".action-form .form-buttons button").first().click();
  await page.locator("#account-login").waitFor({ state: "detached" });
  await page.locator(".action-buttons button").first().click();
  await page.locator("#posting-title").waitFor();
  await look("account-posting", 500);
  await page.goto("/console/bodies");
  await page.locator(".ant-table-row, .admin-card").first().waitFor();
  await look("bodies", 300);
  await page.goto(`/console/roster?unit=${home.id}`);
  await page.locator(".day").first().waitFor();
  await look("roster", 500);
  await page.locator(".shift-button").first().click();
  await page.locator("#substitute").waitFor();
  await look("roster-substitute", 500);
  await page.keyboard.press("Escape");
  await page.locator(".roster-lines > button").click();
  await page.locator("#line-posting").waitFor();
  await look("roster-line", 500);
  await page.goto(`/console/roster`);
  await page.locator(".state-panel, .day").first().waitFor();
  await look("roster-empty", 300);
}
