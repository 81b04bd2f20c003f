import { asProblem } from "../../api/problem";
import { alone } from "../lock";
import { accountId, askSession, currentHolder } from "../session";
import { arrivedAs, failed } from "./after";
import { isUnderway, type Item } from "./item";
import { sendItem } from "./send";
import { allItems, changeItem, prune } from "./store";

const EVERY_MS = 15_000;
let queued = false;
let timer: ReturnType<typeof setTimeout> | undefined;
let sending: string | undefined;

/** The item that is on its way from this tab. */
export function sendingNow(): string | undefined {
  return sending;
}

/** Sends what is due, in one tab at a time. Asking twice is asking once. */
export function flush(): void {
  // A phone that knows itself offline need not try; one that thinks itself online may still reach nothing.
  if (queued || !navigator.onLine) return;
  queued = true;
  void alone(async () => {
    queued = false;
    await sendDue();
  }).catch(() => (queued = false));
}

/** Forgets the pauses: the network is back, or somebody pressed the button. */
export async function sendNow(): Promise<void> {
  for (const item of await allItems()) if (isUnderway(item) && item.next > 0) await changeItem(item.id, (now) => ({ ...now, next: 0 }));
  flush();
}

/** From the start of the page on. Some browsers fire no event for a network that comes back: hence the timer. */
export function startSender(): void {
  addEventListener("online", () => void sendNow());
  document.addEventListener("visibilitychange", () => document.hidden || flush());
  setInterval(flush, EVERY_MS);
  void prune(Date.now()).catch(() => undefined);
  flush();
}

async function sendDue(): Promise<void> {
  for (;;) {
    const due = (await allItems()).filter((one) => isDue(one, Date.now()));
    // Words before pictures: a report that was just written waits for one upload at most.
    const item = due.find((one) => !one.arrived) ?? due[0];
    if (!item) break;
    sending = item.id;
    await changeItem(item.id, (now) => now);
    const after = await outcome(item).finally(() => (sending = undefined));
    await changeItem(item.id, after);
  }
  await wakeForNext();
}

function isDue(item: Item, now: number): boolean {
  if (!isUnderway(item) || item.next > now) return false;
  return item.account === null || (item.account === accountId() && !currentHolder().expired);
}

/** What becomes of the item. */
async function outcome(item: Item): Promise<(now: Item) => Item> {
  try {
    // The console shares the session: who is signed in may have changed behind this page's back.
    if (item.account !== null && (await askSession()) !== item.account) return (now) => now;
    return arrivedAs(await sendItem(item));
  } catch (error) {
    return failed(item, asProblem(error));
  }
}

async function wakeForNext(): Promise<void> {
  clearTimeout(timer);
  const waiting = (await allItems()).filter((item) => isUnderway(item) && item.next > Date.now());
  const next = Math.min(...waiting.map((item) => item.next));
  if (Number.isFinite(next)) timer = setTimeout(flush, Math.max(0, next - Date.now()) + 20);
}

