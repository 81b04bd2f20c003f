/** A test of the call chain is begun with a press, lists whom two ways do not lead to, and a name takes a reason. */
import { signIn } from "./console-steps.mjs";
import { person } from "./launch.mjs";
import { becomes } from "./waits.mjs";

export async function chainTests({ baseUrl, system, say }) {
  const { page, errors, close } = await person({ baseUrl, webgl: false });
  await signIn(page, system, "city");
  await page.goto("/console/warnings");
  await page.getByRole("link", { name: "链路测试" }).click();
  await page.getByRole("button", { name: "开始测试" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("测试哪个辖区").fill("平安社区");
  await page.getByTitle(/平安社区.*社区/).first().click();
  await dialog.getByRole("button", { name: "开始", exact: true }).click();
  const row = page.locator(".warning-list li").first();
  say.check(await becomes(row, (text) => /\d+ 个岗位/.test(text) && text.includes("等待应答"), 60_000), "every post is written to");
  say.check(await becomes(row, (text) => text.includes("每月测一次")), "the test is repeated each month");
  await row.getByRole("button", { name: "不再每月测" }).click();
  say.check(await becomes(row, (text) => text.includes("每月再测")), "until somebody says no");
  await page.getByRole("button", { name: "开始测试" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "开始", exact: true }).click();
  say.check(await becomes(page.getByRole("dialog"), (text) => text.includes("还没结束的链路测试")), "two tests never write to the same posts");
  await page.keyboard.press("Escape");
  await row.getByRole("link").first().click();
  const table = page.getByRole("region", { name: "岗位与可用方式" });
  say.check(await becomes(table, (text) => text.includes("短信") && text.includes("已发出")), "each way to a post is listed");
  await table.getByRole("button", { name: /^显示姓名/ }).first().click();
  await page.getByLabel("查看理由").fill("核对并补登电话");
  await page.getByRole("dialog").getByRole("button", { name: "显示", exact: true }).click();
  say.check(await becomes(page.locator(".revealed"), (text) => text.trim().length > 2), "a name is shown for a reason");
  await page.goto(`/pocket/chain-test#${"0".repeat(64)}`);
  await page.getByRole("button", { name: "我收到了" }).click();
  say.check(await becomes(page.locator(".error-box"), (text) => text.includes("测试已经结束")), "a link that was not made here proves nothing");
  say.add(errors, "no errors around a test of the chain");
  await close();
}

export async function chainTestPages({ system, page, look }) {
  await signIn(page, system, "city");
  await page.goto("/console/chain-tests");
  await page.locator(".warning-list li").first().waitFor();
  await look("chain-tests");
  await page.locator(".warning-list li a").first().click();
  await page.locator(".plain-table tbody tr").first().waitFor();
  await look("chain-test");
  await page.goto(`/pocket/chain-test#${"0".repeat(64)}`);
  await page.locator("main button.primary").waitFor();
  await look("pocket-chain-test");
}
