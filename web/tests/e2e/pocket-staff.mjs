/** Staff with a phone: a grid worker takes a report on, the property company mends it, the grid worker looks again. */
import { person } from "./launch.mjs";
import { cameraPicture } from "./pictures.mjs";
import { enter, phone, unsent, watch } from "./pocket-steps.mjs";
import { becomes } from "./waits.mjs";

export async function pocketStaff({ api, system, say, grid, ...all }) {
  const hazard = await api.reported(grid.id);
  const worker = await person({ ...all, ...phone });
  const company = await person({ ...all, ...phone });
  const state = (page) => page.locator(".follow-state strong");
  await enter(worker.page, "grid1");
  const row = worker.page.locator(`.tasks li[data-id="${hazard.id}"]`);
  await row.waitFor();
  say.check(/米|公里/.test(await row.innerText()) === (hazard.lon != null), "a distance stands where there is a position");
  await row.locator("a").click();
  await worker.page.getByRole("button", { name: "受理", exact: true }).click();
  say.check(await becomes(state(worker.page), (text) => text === "待分派"), "taken on with one tap");

  const lead = await api.signedIn(system.demo_accounts.find((one) => one.login === "lead"));
  const { items } = await api.get(`/api/bodies?unit=${grid.id}`);
  const body = items.find((one) => one.kind === "property_company").id;
  await api.act(lead, hazard.id, { action: "assign", version: 2, body });

  await mend(company, hazard, say, state);
  await worker.page.goto(`/pocket/tasks/${hazard.id}`);
  await worker.page.getByRole("button", { name: "复核通过" }).click();
  say.check(await becomes(state(worker.page), (text) => text === "复核通过"), "verified with one tap");
  const pictures = worker.page.locator(".photos img");
  await pictures.first().waitFor();
  say.check(await pictures.first().evaluate((image) => image.decode().then(() => image.naturalWidth > 0)), "the picture of the work is seen");
  await givenBack(company, { api, lead, grid, body, say });
  await conflict(company, worker, { api, lead, grid, body, say });
  await shut(company, say);
  say.add([...worker.errors, ...company.errors], "no console errors, no CSP refusals on the phones of staff");
  await worker.close();
  await company.close();
}

/** Who comes by a link to a page that is not hers. */
async function shut({ page }, say) {
  await enter(page, "district");
  await page.goto("/pocket/closures");
  say.check(await becomes(page.locator(".state-panel"), (text) => text.includes("要有“报告关闭和开放”的权限") && text.includes("账号管理员可以给你")), "a page that is shut says which permission opens it, and who can give it");
}

/** Control and start with network, the end without. */
async function mend({ page, context }, hazard, say, state) {
  const posts = watch(context);
  await enter(page, "property");
  await page.goto(`/pocket/tasks/${hazard.id}`);
  await page.getByRole("button", { name: "记录控制" }).click();
  await page.getByRole("button", { name: "记录控制" }).click();
  say.check(await becomes(page.locator(".steps .error-box"), (text) => text.includes("写一句说明")), "what is missing is asked for before it is sent");
  await page.locator("#step-text").fill("已断电,拉好警戒线。");
  await page.getByRole("button", { name: "记录控制" }).click();
  say.check(await becomes(state(page), (text) => text === "已控制"), "the danger is under control");
  await page.getByRole("button", { name: "开始整改" }).click();
  say.check(await becomes(state(page), (text) => text === "整改中"), "begun with one tap");
  await page.getByRole("button", { name: "报告完成" }).waitFor();
  await context.setOffline(true);
  await page.reload();
  say.check(await becomes(page.locator("main"), (text) => text.includes("没有连上平台")), "without network the task is there, and says from when");
  await page.locator("input[data-photo=album]").setInputFiles(await cameraPicture(page, 1200, 900));
  await page.locator(".photos li").waitFor();
  await page.getByRole("button", { name: "报告完成" }).click();
  say.check(await unsent(page, 1), "the end waits on the phone");
  await page.reload();
  say.check(await becomes(page.locator(".task [data-state=waiting]"), (text) => text.includes("报告完成")), "after a reload the task knows of it");
  const before = posts.steps.length;
  await context.setOffline(false);
  say.check(await becomes(state(page), (text) => text === "待复核"), "with network it is reported");
  say.check(posts.steps.length === before + 1 && posts.files.length === 1, "once, with its picture");
}

/** It is somebody else's to mend: without network too it is given back, and says whose it is. */
async function givenBack({ page, context }, { api, lead, grid, body, say }) {
  const hazard = await api.reported(grid.id);
  const { hazard: taken } = await api.act(lead, hazard.id, { action: "accept", version: hazard.version });
  await api.act(lead, hazard.id, { action: "assign", version: taken.version, body });
  const posts = watch(context);
  await page.goto(`/pocket/tasks/${hazard.id}`);
  await page.getByRole("button", { name: "退回重派" }).waitFor();
  await page.waitForFunction(isKept, `bodies.${grid.id}`);
  await context.setOffline(true);
  await page.reload();
  await page.getByRole("button", { name: "退回重派" }).click();
  const others = page.locator(`#step-body option:not([value=""]):not([value="${body}"])`);
  await others.first().waitFor({ state: "attached" });
  await page.locator("#step-body").selectOption(await others.first().getAttribute("value"));
  await page.locator("#step-text").fill("这段线路归供电公司。");
  await page.getByRole("button", { name: "退回重派" }).click();
  say.check(await becomes(page.locator(".task [data-state=waiting]"), (text) => text.includes("退回重派")), "without network a hazard is given back, from the list of bodies that was kept");
  await page.reload();
  say.check(await unsent(page, 1), "a reload keeps it");
  await context.setOffline(false);
  say.check(await becomes(page.locator("header"), (text) => !text.includes("未发出")), "with network it goes out");
  const { timeline } = await api.get(`/api/hazards/${hazard.id}`, lead);
  const given = timeline.filter(({ event }) => event === "handed_back");
  say.check(posts.steps.length === 1 && given.length === 1 && given[0].named, `once, and the server holds one that names somebody: ${given.length}`);
}

/** Runs in the page: whether an answer of the server lies in the phone's store. */
function isKept(key) {
  return new Promise((tell) => {
    const opening = indexedDB.open("bridgehead-pocket");
    opening.onsuccess = () => {
      const asked = opening.result.transaction("kept").objectStore("kept").get(key);
      asked.onsuccess = () => {
        opening.result.close();
        tell(asked.result !== undefined);
      };
    };
  });
}

/** Somebody else was first: the step is not accepted, and the person sees how it stands. */
async function conflict(company, worker, { api, lead, grid, body, say }) {
  const hazard = await api.reported(grid.id);
  const { page, context } = worker;
  await page.goto(`/pocket/tasks/${hazard.id}`);
  await page.getByRole("button", { name: "受理", exact: true }).waitFor();
  await context.setOffline(true);
  await page.getByRole("button", { name: "受理", exact: true }).click();
  await unsent(page, 1);
  const { hazard: taken } = await api.act(lead, hazard.id, { action: "accept", version: hazard.version });
  await api.act(lead, hazard.id, { action: "assign", version: taken.version, body });
  await context.setOffline(false);
  const refused = page.locator(".task [data-state=refused]");
  say.check(await becomes(refused, (text) => text.includes("未受理")), "a step that came second is refused in words");
  await refused.getByRole("button").click();
  say.check(await becomes(page.locator(".follow-state strong"), (text) => text === "待处置"), "and the task shows how it stands");
}
