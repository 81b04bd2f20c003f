/** Takes the pictures of the guide anew: BASE_URL=… node tests/e2e/guide-images.mjs, against a fresh `bridgehead demo --still`. */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { apiSteps } from "./api-steps.mjs";
import { signIn } from "./console-steps.mjs";
import { closeAll, DESKTOP, person } from "./launch.mjs";
import { enter } from "./pocket-steps.mjs";
import { settle } from "./waits.mjs";

const baseUrl = process.env.BASE_URL ?? "http://127.0.0.1:8080";
const FOLDER = join(dirname(fileURLToPath(import.meta.url)), "../../../docs/guide/images");
const SMALL_PHONE = { width: 360, height: 700 };

const api = apiSteps(baseUrl);
const system = await api.get("/api/system");
const task = await begun();
for (const lang of ["zh", "en"]) {
  const shoot = async (page, name) => {
    await settle(page, 500);
    await page.screenshot({ path: join(FOLDER, `${name}-${lang}.png`) });
  };
  const desk = await person({ baseUrl, lang, viewport: DESKTOP, webgl: false });
  await signIn(desk.page, system, "lead");
  await desk.page.goto("/console/hazards");
  await desk.page.locator(".row").first().waitFor();
  await shoot(desk.page, "queue");
  await desk.close();

  const phone = await person({ baseUrl, lang, viewport: SMALL_PHONE, webgl: false });
  await phone.page.goto("/pocket/report");
  await phone.page.locator("main button").first().waitFor();
  await shoot(phone.page, "report");
  await enter(phone.page, "property");
  await shoot(phone.page, "tasks");
  await phone.page.goto(`/pocket/tasks/${task}`);
  await phone.page.locator(".steps").waitFor();
  await phone.page.locator(".steps").evaluate((steps) => steps.scrollIntoView());
  await shoot(phone.page, "task");
  await phone.close();
}
await closeAll();

/** Work that the property company has begun. */
async function begun() {
  const named = await api.get(`/api/units?q=${encodeURIComponent("平安社区")}`);
  const home = named.items.find((unit) => unit.fictional && unit.level === 3);
  const grids = await api.get(`/api/units?parent=${home.id}&kind=community_grid`);
  const [lead, property] = ["lead", "property"].map((login) => system.demo_accounts.find((one) => one.login === login));
  const { hazard, cookie } = await api.accepted(lead, grids.items[0].id);
  const { items } = await api.get(`/api/bodies?unit=${home.id}`);
  const body = items.find((one) => one.kind === "property_company").id;
  const given = await api.act(cookie, hazard.id, { action: "assign", version: hazard.version, body });
  const own = await api.signedIn(property);
  const held = await api.act(own, hazard.id, { action: "control", note: "已断电,拉好警戒线。", version: given.hazard.version });
  await api.act(own, hazard.id, { action: "start", version: held.hazard.version });
  return hazard.id;
}
