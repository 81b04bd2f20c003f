/** A notice as a community secretary writes it. The last day is one that every clock accepts. */
export async function fillNotice(page) {
  await page.locator("section[aria-labelledby=notices-title]").getByRole("button").last().click();
  await page.locator("#notice-found").waitFor();
  await page.locator("#notice-recipient").click();
  await page.locator(".ant-select-item-option", { hasText: /物业|property/i }).first().click();
  await page.locator("#notice-found").fill("2 单元楼道停放电动自行车 3 辆,正在充电。");
  await page.locator("#notice-required").fill("当日移出,拆除楼道内插座,张贴提示。");
  await page.locator("#notice-until").fill(new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10));
}

/** Issues it, prints it, and checks the code on the paper as a stranger does. */
export async function notice(page, id, say) {
  await page.goto(`/console/hazards/${id}`);
  await fillNotice(page);
  await page.locator(".action-form button[type=submit]").click();
  const line = page.locator(".notices li").last();
  await line.waitFor();
  const href = await line.getByRole("link").getAttribute("href");
  await page.goto(href);
  const paper = await page.locator("main").innerText();
  const code = paper.match(/核验码 (\S+)/)?.[1] ?? "";
  say.check(paper.includes("隐患告知书") && code.length === 19, "a notice is issued and its paper carries a code");
  await page.goto("/pocket/check");
  await page.locator("#check-code").fill(code.toLowerCase());
  await page.locator("button[type=submit]").click();
  await page.locator("main h2").waitFor();
  say.check((await page.locator("main").innerText()).includes("本系统签发"), "whoever holds the paper can check it");
}
