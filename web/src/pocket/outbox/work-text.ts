import type { Names } from "../../api/types";
import type { zhKnock } from "../../words/knock";
import type { Words } from "../../words/zh";
import type { Item } from "./item";

/** What is done with it, in words. */
export function workText(work: Item["work"], words: Words, knock: typeof zhKnock, name: (names: Names) => string): string {
  if (work.kind === "report") return words.pocket.report;
  if (work.kind === "step") return words.hazards.action[work.body.action] ?? work.body.action;
  if (work.kind === "closure") return work.step === "closed" ? words.closures.close : words.closures.reopen;
  if (work.kind === "harm") return words.harm.report;
  if (work.kind === "response_task") return work.state === "done" ? words.responses.done : words.responses.notNeeded;
  if (work.kind === "evacuation") {
    const { title, stage, pocket } = words.evacuation;
    const [door, count] = [work.report.doors?.[0], work.report.counts?.[0]];
    if (door) return `${title} · ${pocket.sent(door.door, stage[door.stage] ?? door.stage)}`;
    return count ? `${title} · ${pocket.count} ${count.households}` : title;
  }
  if (work.kind === "knock") return knock.tasks[work.found];
  if (work.kind === "handover") return knock.handOver.to(name(work.to));
  const said = words.calls.report[work.report];
  return work.people === undefined ? said : `${said} ${words.calls.people(String(work.people))}`;
}
