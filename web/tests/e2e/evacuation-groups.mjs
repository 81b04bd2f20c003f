/** A building whose people go to two shelters: groups with households of their own, never more than the register has. */
import { choose } from "./console-steps.mjs";
import { becomes } from "./waits.mjs";

const SECOND = 10;

export async function dividedBuilding({ page, grid, api, lead, say }) {
  const buildings = (await api.get(`/api/places/register?unit=${grid.id}&kind=building&limit=100`, lead)).items;
  const building = buildings.find(({ households }) => households > SECOND);
  const all = building.households;
  await page.goto(`/console/evacuations?order=${grid.id}`);
  const form = page.locator(".action-form");
  await form.locator("#order-buildings").fill(building.names.zh);
  await page.locator(".ant-select-item-option:visible", { hasText: building.names.zh }).first().click();
  await form.locator("#order-buildings").press("Escape");
  const one = form.locator(`[data-place="${building.id}"]`);
  say.check(await becomes(one, (text) => text.includes(`登记 ${all} 户`)), "a chosen building says its households by the register");
  await one.locator(".order-divide").click();
  const field = (part, name) => page.locator(`#order-${building.id}-${part}-${name}`);
  await field(1, "households").waitFor();
  say.check((await page.evaluate(() => document.activeElement?.id)) === `order-${building.id}-1-households`, "divided, the keyboard stands where the first group says its households");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type(String(all - SECOND));
  say.check((await becomes(one.locator(".order-sum"), (text) => text === `各组共 ${all} 户`)) && (await field(2, "households").inputValue()) === String(SECOND), "the second group has the rest");
  await field(2, "households").fill(String(SECOND + 1));
  await form.locator("button[type=submit]").click();
  say.check(await becomes(form.locator(".error-summary"), (text) => text.includes(`各组共 ${all + 1} 户`) && text.includes(`登记只有 ${all} 户`)), "more than the register has is refused in the form");
  await field(2, "households").fill(String(SECOND));
  await sheltered({ page, form, one, building, field, say });
  await page.waitForURL(/\/console\/evacuations\/[0-9a-f-]{36}/);
  const group = (n) => page.locator(".evacuation-page tbody tr", { hasText: `${building.names.zh}第${n}组` });
  say.check(await becomes(group(1), (text) => text.includes(String(all - SECOND)) && text.includes("平安小学操场")), "the first group stands with its households and its shelter");
  say.check(await becomes(group(2), (text) => text.includes(String(SECOND)) && text.includes("平安小学教学楼")), "and so does the second");
  const id = page.url().split("/").at(-1).split(/[?#]/)[0];
  await api.post(`/api/evacuations/${id}/end`, { reason: "测试收尾" }, lead);
}

/** From fire the playground is one, and the school is none by its list: the server asks once more. */
async function sheltered({ page, form, one, building, field, say }) {
  await choose(page, "order-peril", "火灾");
  await choose(page, `order-${building.id}-1-shelter`, "平安小学操场");
  await choose(page, `order-${building.id}-2-shelter`, "平安小学教学楼");
  say.check(await becomes(one, (text) => (text.match(/还能住 [\d,]+ 人/g) ?? []).length >= 2), "each shelter has its free places beside it");
  await form.locator("button[type=submit]").click();
  const second = one.getByRole("group", { name: `${building.names.zh}第2组` });
  say.check(await becomes(second.locator(".order-doubts"), (text) => text.includes("没有这一种")), "what speaks against a shelter stands at its group");
  await field(2, "sure").check();
  await form.locator("button[type=submit]").click();
}
