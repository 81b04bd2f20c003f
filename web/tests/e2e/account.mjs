/** The own account: who one is, sessions, second factor, password, tokens, contact details, and what is asked before it. */
import { signIn } from "./console-steps.mjs";
import { person } from "./launch.mjs";
import { totp } from "./totp.mjs";
import { becomes } from "./waits.mjs";

const WHO = "street";

export async function account({ baseUrl, system, say }) {
  const { password } = system.demo_accounts.find((one) => one.login === WHO);
  const { page, errors, close } = await person({ baseUrl, webgl: false });
  await signIn(page, system, WHO);
  await page.locator(".topbar-end").getByRole("button", { name: "街道值班员" }).click();
  await page.locator(".account-card a").click();
  await page.locator("#who dl").waitFor();
  const who = await page.locator("#who").innerText();
  say.check(who.includes(WHO) && who.includes("街道值班员"), "the account menu leads to who one is and which post one holds");
  say.check(await becomes(page.locator("#erasure"), (text) => text.includes("你还有任职")), "who holds a post reads why the account cannot be erased");
  await sessions(page, baseUrl, system, say);
  await factor(page, say);
  await changePassword(page, password, say);
  await contact(page, say);
  await tokens(page, baseUrl, password, say);
  say.add(errors, "no errors on the account page");
  await close();
}

async function sessions(page, baseUrl, system, say) {
  const other = await person({ baseUrl, webgl: false });
  await signIn(other.page, system, WHO);
  await page.reload();
  const rows = page.locator("#sessions .rows li");
  await rows.nth(1).waitFor();
  const before = await rows.count();
  await rows.locator("button").first().click();
  for (let i = 0; i < 50 && (await rows.count()) >= before; i++) await page.waitForTimeout(100);
  say.check((await rows.count()) === before - 1, "another device's sign-in is ended");
  await other.page.goto("/console/hazards");
  say.check(await becomes(other.page.locator(".state-panel"), (text) => text.includes("登录后查看")), "and that device is signed out");
  await other.close();
}

async function factor(page, say) {
  await page.locator("#factor button").click();
  await page.locator(".qr svg").waitFor();
  const secret = (await page.locator("code.secret").innerText()).replaceAll(" ", "");
  await page.locator("#factor-code").fill("000000");
  await page.locator(".ant-modal button[type=submit]").click();
  say.check(await becomes(page.locator(".ant-modal .error-summary"), (text) => text.includes("验证码不对")), "a wrong first code is refused in words");
  await page.locator("#factor-code").fill(totp(secret));
  await page.locator(".ant-modal button[type=submit]").click();
  await page.locator(".codes li").first().waitFor();
  say.check((await page.locator(".codes li").count()) === 10, "the right one shows ten recovery codes");
  await page.keyboard.press("Escape");
  say.check(await page.locator(".codes").isVisible(), "which no slip closes away");
  await page.getByRole("button", { name: "我已抄下" }).click();
  say.check(await becomes(page.locator("#factor"), (text) => text.includes("已设置")), "the second factor is set");
  say.check(await becomes(page.locator("#sessions"), (text) => text.includes("已用验证器")), "and this session has it");
  await page.locator("#factor button").click();
  await page.locator(".ant-modal-confirm").getByRole("button", { name: "取消验证器" }).click();
  say.check(await becomes(page.locator("#factor"), (text) => text.includes("没有设置")), "it can be taken away");
}

async function changePassword(page, password, say) {
  const fill = async (old, next, again) => {
    await page.locator("#password-old").fill(old);
    await page.locator("#password-new").fill(next);
    await page.locator("#password-again").fill(again);
    await page.locator("#password button[type=submit]").click();
  };
  await fill("wrong-password", "another-secret", "another-secrets");
  say.check(await becomes(page.locator("#password .error-summary"), (text) => text.includes("不一样")), "two different new passwords are noticed");
  await fill("wrong-password", "another-secret", "another-secret");
  say.check(await becomes(page.locator("#password .error-summary"), (text) => text.includes("不对")), "a wrong old one is refused");
  for (const [old, next] of [[password, "another-secret"], ["another-secret", password]]) {
    await fill(old, next, next);
    await page.waitForFunction(() => document.querySelector("#password-old").value === "");
  }
  say.check(true, "the password is changed, twice");
}

async function contact(page, say) {
  const line = page.locator("#contacts form").first();
  await page.locator("#contact-phone").fill("none");
  await line.locator("button[type=submit]").click();
  say.check(await becomes(line.locator(".error-summary"), (text) => text.length > 0), "what is no phone number is refused");
  await page.locator("#contact-phone").fill("13800138000");
  await line.locator("button[type=submit]").click();
  say.check(await becomes(line, (text) => text.includes("更新")), "a phone number is kept");
  await line.getByRole("button", { name: "删除 手机号" }).click();
  await page.locator(".ant-modal-confirm").getByRole("button", { name: "删除" }).click();
  say.check(await becomes(line, (text) => text.includes("未登记")), "and taken away");
}

async function tokens(page, baseUrl, password, say) {
  // Ten minutes cannot be waited for: the first answer is one as the server gives it then; all that follows is real.
  const refusal = { type: "about:blank", title: "Forbidden", status: 403, code: "confirmation_required", detail: "this needs your password again" };
  await page.route("**/api/tokens", (route) => (route.request().method() === "POST" ? route.fulfill({ status: 403, contentType: "application/problem+json", body: JSON.stringify(refusal) }) : route.continue()), { times: 2 });
  await page.locator("#tokens > button").click();
  await page.locator("#token-name").fill("数据看板");
  await page.locator("#token-permissions input").first().check();
  await page.locator(".action-form").filter({ has: page.locator("#token-name") }).locator("button[type=submit]").click();
  await page.locator("#confirm-password").fill("wrong");
  const dialog = page.locator(".action-form").filter({ has: page.locator("#confirm-password") });
  await dialog.locator("button[type=submit]").click();
  say.check(await becomes(dialog.locator(".error-summary"), (text) => text.includes("密码不对")), "what asks for the password again does not take a wrong one");
  await page.unroute("**/api/tokens");
  await page.locator("#confirm-password").fill(password);
  await dialog.locator("button[type=submit]").click();
  const secret = await page.locator(".ant-modal code.secret").innerText();
  say.check(secret.startsWith("bht_"), "with the right one the token is made and shown once");
  const ask = async () => (await fetch(`${baseUrl}/api/hazards?limit=1`, { headers: { Authorization: `Bearer ${secret}` } })).status;
  say.check((await ask()) === 200, "the token opens what it may");
  await page.getByRole("button", { name: "我已保存" }).click();
  await page.getByRole("button", { name: "撤销令牌 数据看板" }).click();
  await page.locator(".ant-modal-confirm").getByRole("button", { name: "撤销" }).click();
  say.check(await becomes(page.locator("#tokens"), (text) => text.includes("没有令牌")), "it is revoked");
  say.check((await ask()) === 401, "and opens nothing any more");
}

export async function accountPages({ page, system, look }) {
  await page.goto("/console/account");
  await look("account-signed-out");
  await signIn(page, system, "police");
  await page.goto("/console/account");
  await page.locator("#holdings dl").waitFor();
  await page.locator("#who summary").click();
  await look("account", 500);
  await page.locator("#tokens").scrollIntoViewIfNeeded();
  await look("account-below", 200);
  await page.locator("#tokens > button").click();
  await page.locator("#token-name").waitFor();
  await page.locator(".action-form button[type=submit]").last().click();
  await look("account-token", 500);
  await page.keyboard.press("Escape");
  await page.locator("#factor button").click();
  await page.locator(".qr svg").waitFor();
  await look("account-factor", 500);
}
