/** The console's further pages in a real browser. Needs a running `bridgehead demo`; BASE_URL says where. ONLY=files,queue picks groups, LOOP_ONLY=1 leaves the pictures out. */
import { account, accountPages } from "./account.mjs";
import { admin, adminPages } from "./admin.mjs";
import { apiSteps } from "./api-steps.mjs";
import { assist, assistPages } from "./assist.mjs";
import { assistDesk, assistDeskPages } from "./assist-desk.mjs";
import { axe } from "./axe.mjs";
import { duty, dutyPages } from "./duty.mjs";
import { harm, harmPages } from "./harm.mjs";
import { hazardFilePages, hazardFiles } from "./hazard-files.mjs";
import { journal, journalPages } from "./journal.mjs";
import { keyboard } from "./keyboard.mjs";
import { largeText } from "./large-text.mjs";
import { closeAll, person } from "./launch.mjs";
import { messagePages, messages } from "./messages.mjs";
import { queue, queuePages } from "./queue.mjs";
import { recorder } from "./report.mjs";
import { chainTestPages, chainTests } from "./chain-tests.mjs";
import { exercisePages, exercises } from "./exercises.mjs";
import { responsePages, responses } from "./responses.mjs";
import { shoot, VARIANTS } from "./shots.mjs";
import { spills } from "./spills.mjs";
import { sourcePages, sources } from "./sources.mjs";
import { settle } from "./waits.mjs";
import { warningPages, warnings } from "./warnings.mjs";

const baseUrl = process.env.BASE_URL ?? "http://127.0.0.1:8080";
const LIMIT_MS = 45 * 60_000;
const say = recorder();

/** What people do, and what is looked at in every language, ground and size. */
const GROUPS = {
  assist: { steps: assist, pages: assistPages },
  register: { steps: assistDesk, pages: assistDeskPages },
  duty: { steps: duty, pages: dutyPages },
  files: { steps: hazardFiles, pages: hazardFilePages },
  account: { steps: account, pages: accountPages },
  admin: { steps: admin, pages: adminPages },
  queue: { steps: queue, pages: queuePages },
  journal: { steps: journal, pages: journalPages },
  warnings: { steps: warnings, pages: warningPages },
  responses: { steps: responses, pages: responsePages },
  chain: { steps: chainTests, pages: chainTestPages },
  exercises: { steps: exercises, pages: exercisePages },
  messages: { steps: messages, pages: messagePages },
  harm: { steps: harm, pages: harmPages },
  sources: { steps: sources, pages: sourcePages },
  keyboard: { steps: keyboard },
  "large-text": { steps: largeText },
};

async function run() {
  const api = apiSteps(baseUrl);
  const system = await api.get("/api/system");
  const named = await api.get(`/api/units?q=${encodeURIComponent("平安社区")}`);
  const home = named.items.find((unit) => unit.fictional && unit.level === 3);
  const below = await api.get(`/api/units?parent=${home.id}&kind=community_grid`);
  const lead = system.demo_accounts.find((account) => account.login === "lead");
  const fresh = () => assigned(api, lead, below.items[1].id, home.id);
  const all = { baseUrl, system, home, grids: below.items, api, lead, say };
  const groups = Object.entries(GROUPS).filter(([name]) => !process.env.ONLY || process.env.ONLY.split(",").includes(name));
  for (const [, group] of groups) await group.steps({ ...all, waiting: await fresh() });
  if (process.env.LOOP_ONLY) return;
  for (const variant of VARIANTS) {
    for (const [name, group] of groups) {
      if (!group.pages) continue;
      const { page, errors, close } = await person({ baseUrl, webgl: false, ...variant });
      const found = [];
      const look = async (shot, ms) => {
        await settle(page, ms);
        await shoot(page, variant, shot);
        found.push(...(await axe(page, shot)), ...(await page.evaluate(spills)));
      };
      await group.pages({ ...all, ...variant, page, look, waiting: await fresh() });
      say.add(found, `axe: ${name} ${variant.name}`);
      say.add(errors, `no errors: ${name} ${variant.name}`);
      await close();
    }
  }
}

/** A hazard that the property company must put right. */
async function assigned(api, lead, grid, home) {
  const { hazard, cookie } = await api.accepted(lead, grid);
  const bodies = await api.get(`/api/bodies?unit=${home}`);
  const body = bodies.items.find((one) => one.kind === "property_company");
  const detail = await api.act(cookie, hazard.id, { action: "assign", version: hazard.version, body: body.id });
  return { answer: detail.hazard, cookie };
}

const limit = new Promise((_, reject) => setTimeout(() => reject(new Error("the time is up")), LIMIT_MS).unref());
await Promise.race([run(), limit]).catch((error) => say.check(false, error.stack ?? String(error)));
await closeAll();
console.log(`\n${say.passed()} passed, ${say.failures.length} failed`);
process.exit(say.failures.length === 0 ? 0 : 1);
