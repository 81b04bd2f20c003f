/** Pages that stand alone: a password behind a link, and the public seals of the journal. */
import { readFile } from "node:fs/promises";
import { person } from "./launch.mjs";
import { phone } from "./pocket-steps.mjs";
import { becomes } from "./waits.mjs";

const WRONG = "/pocket/password#this-link-was-never-made";

export async function pocketLinks({ say, ...all }) {
  const { page, context, errors, close } = await person({ ...all, ...phone });
  await password(page, context, say);
  await seals(page, say);
  say.add(errors, "no console errors, no CSP refusals behind links");
  await close();
}

async function password(page, context, say) {
  const save = page.locator(".password button[type=submit]");
  const summary = page.locator(".password .error-summary");
  await page.goto(WRONG);
  await page.locator("#password-new").fill("too short");
  await save.click();
  say.check(await becomes(summary, (text) => text.includes("至少 10 个字符")), "a short password is refused before it is sent");
  await page.locator("#password-new").fill("long enough now");
  await page.locator("#password-again").fill("long enough no");
  await save.click();
  say.check(await becomes(summary, (text) => text.includes("不一样")), "two different entries are refused");
  await page.locator(".password .text-button").click();
  say.check((await page.locator("#password-again").getAttribute("type")) === "text", "what was typed can be shown");
  await page.locator("#password-again").fill("long enough now");
  await context.setOffline(true);
  say.check(await becomes(page.locator(".password .hint-box"), (text) => text.includes("没有网络")), "without network it says that nothing is sent later");
  await save.click();
  say.check(await becomes(summary, (text) => text.includes("没有连上服务器")), "and that the server was not reached");
  await context.setOffline(false);
  await save.click();
  say.check(await becomes(page.locator("main .error-box"), (text) => text.includes("已用过或已过期")), "a link that opens nothing says so");
  say.check(await becomes(page.locator("main"), (text) => text.includes("要一个新链接")), "and where to get another one");
}

async function seals(page, say) {
  await page.goto("/pocket/check");
  await page.locator(".more-links a").click();
  say.check(await becomes(page.locator("main h1"), (text) => text === "日志封签"), "the seals are reached from where papers are checked");
  const save = page.locator(".seals .primary");
  // The journal is sealed each minute; a demonstration may have begun just now.
  for (let i = 0; i < 9 && !(await save.isVisible()); i++) {
    await page.waitForTimeout(10_000);
    await page.reload();
    await page.locator(".seals h2").first().waitFor();
  }
  await save.waitFor();
  const [file] = await Promise.all([page.waitForEvent("download"), save.click()]);
  const kept = JSON.parse(await readFile(await file.path(), "utf8"));
  const signed = kept.seals.every((seal) => kept.keys.some((key) => key.id === seal.key));
  say.check(kept.seals[0].number === 1 && signed, `all ${kept.seals.length} seals are saved with their keys`);
  say.check(await becomes(page.locator(".seals"), (text) => text.includes(`已保存 ${kept.seals.length.toLocaleString("en-US")} 枚`)), "and the page says how many");
}

export async function linkPages({ page, look }) {
  await page.goto(WRONG);
  await page.locator(".password button[type=submit]").click();
  await page.locator(".password .error-summary").waitFor();
  await look("password");
  await page.locator("#password-new").fill("long enough now");
  await page.locator("#password-again").fill("long enough now");
  await page.locator(".password button[type=submit]").click();
  await page.locator("main .error-box").waitFor();
  await look("password-wrong");
  await page.goto("/pocket/seals");
  await page.locator(".seals h2").first().waitFor();
  await look("seals");
}
