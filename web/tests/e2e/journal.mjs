/** The journal: who may reads who did what, goes from an entry to its hazard, and keeps the filters in the address. */
import { signIn } from "./console-steps.mjs";
import { person } from "./launch.mjs";
import { becomes, settle } from "./waits.mjs";

export async function journal({ baseUrl, system, home, waiting, say }) {
  const lead = await person({ baseUrl, webgl: false });
  await signIn(lead.page, system, "lead");
  say.check(!(await lead.page.locator(".nav").innerText()).includes("日志"), "who may not read the journal is not offered it");
  await lead.close();

  const { page, errors, close } = await person({ baseUrl, webgl: false });
  await signIn(page, system, "auditor");
  await page.locator(".nav").getByRole("link", { name: "系统管理" }).click();
  await page.locator(".sub-tabs").getByRole("link", { name: "日志" }).click();
  await page.locator(".ant-table-row").first().waitFor();
  await page.goto(`/console/journal?unit=${home.id}&kind=hazard.`);
  await page.locator(".ant-table-row").first().waitFor();
  await settle(page, 400);
  const kinds = await page.locator(".ant-table-row").evaluateAll((rows) => rows.map((row) => row.children[1].textContent));
  say.check(kinds.length > 3 && kinds.every((kind) => kind.startsWith("隐患")), `one family of entries (${kinds.length} in sight)`);
  await page.locator(".ant-table-row", { hasText: "社区书记" }).first().locator(".text-button").first().click();
  await page.waitForURL(/actor=/);
  await settle(page, 600);
  const who = await page.locator(".ant-table-row").evaluateAll((rows) => rows.map((row) => row.children[2].textContent));
  say.check(who.length > 0 && who.every((text) => text.includes("社区书记")), "all that one account did in office");
  await page.getByRole("button", { name: "取消:只看这个账号" }).click();
  await page.waitForFunction(() => !location.search.includes("actor="));
  await page.goto(`/console/journal?subject=${waiting.answer.id}`);
  await page.locator(".ant-table-row").nth(2).waitFor();
  await page.locator(".ant-table-row").first().getByRole("link", { name: "打开隐患" }).click();
  await page.locator(".timeline").waitFor();
  say.check(page.url().endsWith(waiting.answer.id), "an entry leads to its hazard");
  await page.goto("/console/journal?from=2020-01-01&to=2020-01-02");
  say.check(await becomes(page.locator(".state-panel"), (text) => text.includes("没有符合")), "a day without entries says so");
  await page.goto("/console/journal?kind=session.");
  await page.locator(".ant-table-row").first().waitFor();
  await page.getByRole("button", { name: "导出" }).click();
  const links = page.locator(".ant-dropdown a");
  await links.first().waitFor();
  const addresses = await links.evaluateAll((all) => all.map((one) => one.getAttribute("href")));
  const answers = await page.evaluate((paths) => Promise.all(paths.map(async (path) => [path, (await fetch(path)).status])), addresses);
  say.add(answers.filter(([, status]) => status !== 200).map(([path, status]) => `${status} ${path}`), `the journal leaves in ${answers.length} forms`);
  say.add(errors, "no errors in the journal");
  await close();
}

export async function journalPages({ page, system, look }) {
  await signIn(page, system, "auditor");
  await page.goto("/console/journal");
  await page.locator(".ant-table-row, .journal-cards li").first().waitFor();
  await look("journal", 400);
  await page.goto("/console/journal?kind=hazard.&from=2020-01-01&to=2020-01-02");
  await page.locator(".state-panel").waitFor();
  await look("journal-empty", 300);
}
