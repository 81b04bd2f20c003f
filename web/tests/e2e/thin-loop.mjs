/** Everything in a real browser. Needs a running `bridgehead demo`; BASE_URL says where. LOOP_ONLY=1 leaves the pictures out. */
import { apiSteps } from "./api-steps.mjs";
import { edges } from "./edges.mjs";
import { closeAll } from "./launch.mjs";
import { looks } from "./looks.mjs";
import { loop } from "./loop.mjs";
import { pocketLinks } from "./pocket-links.mjs";
import { pocketLooks } from "./pocket-looks.mjs";
import { pocketOutbox } from "./pocket-outbox.mjs";
import { pocketProof } from "./pocket-proof.mjs";
import { pocketStaff } from "./pocket-staff.mjs";
import { pocketUpdate } from "./pocket-update.mjs";
import { pocketVoice } from "./pocket-voice.mjs";
import { recorder } from "./report.mjs";

const baseUrl = process.env.BASE_URL ?? "http://127.0.0.1:8080";
/** A browser that hangs must not hang whoever waits for the result. */
const LIMIT_MS = 20 * 60_000;
const say = recorder();

async function run() {
  const api = apiSteps(baseUrl);
  const system = await api.get("/api/system");
  const named = await api.get(`/api/units?q=${encodeURIComponent("平安社区")}`);
  const home = named.items.find((unit) => unit.fictional && unit.level === 3);
  if (!home) throw new Error("the fictional community is missing");
  const below = await api.get(`/api/units?parent=${home.id}&kind=community_grid`);
  // The report is made in the first grid, whose worker is grid1.
  const [longitude, latitude] = below.items[0].centre;
  const position = { longitude, latitude, accuracy: 15 };
  const lead = system.demo_accounts.find((account) => account.login === "lead");
  const all = { baseUrl, system, home, position, api, say };
  await edges({ ...all, waiting: await api.accepted(lead, below.items[1].id) });
  const { id, link } = await loop(all);
  await pocketOutbox(all);
  await pocketProof(all);
  await pocketVoice(all);
  await pocketUpdate(all);
  await pocketLinks(all);
  await pocketStaff({ ...all, grid: below.items[0] });
  if (process.env.LOOP_ONLY) return;
  const { hazard } = await api.accepted(lead, below.items[1].id);
  await pocketLooks({ ...all, grid: below.items[0] });
  await looks({ ...all, closed: id, waiting: hazard.id, link });
}

const limit = new Promise((_, reject) => setTimeout(() => reject(new Error("the time is up")), LIMIT_MS).unref());
await Promise.race([run(), limit]).catch((error) => say.check(false, error.stack ?? String(error)));
await closeAll();
console.log(`\n${say.passed()} passed, ${say.failures.length} failed`);
process.exit(say.failures.length === 0 ? 0 : 1);
