import { expect, test } from "vitest";
import type { MyCall, MyKnock } from "../../api/types";
import type { HandoverWork, Item, KnockWork } from "../outbox/item";
import { answersTo, choicesOf, handoversOf, handoverUnderway, strayAnswers, unseen } from "./answers";

const task = (state: MyKnock["task"]["state"] = "open", ordered_at = 60) => ({ id: "a", task: { state, ordered_at } }) as MyKnock;
const answer = (found: KnockWork["found"], state: Item["state"] = "waiting", ordered = 60) =>
  ({ id: `${found}-${state}-${ordered}`, state, work: { kind: "knock", call: "a", ordered, title: {}, found } }) as Item & { work: KnockWork };
const handover = (known: number, state: Item["state"] = "waiting") =>
  ({ id: `${known}-${state}`, state, work: { kind: "handover", call: "a", title: {}, post: "lead", to: {}, known } }) as Item & { work: HandoverWork };
const call = (at?: number) => ({ id: "a", handover: at === undefined ? null : { at } }) as MyCall;

test("without network the answers go on, and who was found is not unsaid", () => {
  expect(choicesOf(task(), [])).toEqual(["there", "nobody"]);
  expect(choicesOf(task(), [answer("nobody")])).toEqual(["there"]);
  expect(choicesOf(task("nobody"), [answer("nobody", "sent")])).toEqual(["there"]);
  expect(choicesOf(task("nobody"), [answer("nobody", "sent"), answer("there")])).toEqual([]);
  for (const over of ["done", "needless", "ended"] as const) expect(choicesOf(task(over), [])).toEqual([]);
});

test("a refused answer was never given", () => {
  expect(choicesOf(task(), [answer("there", "refused")])).toEqual(["there", "nobody"]);
});

test("an answer to an earlier order answers another task", () => {
  const items = [answer("nobody", "sent", 30), answer("nobody", "waiting", 60)];
  expect(answersTo(task(), items)).toEqual([items[1]]);
  expect(answersTo(task("open", 90), items)).toEqual([]);
});

test("what is still owed shows itself also when its task has gone", () => {
  const items = [answer("nobody", "refused", 30), answer("there", "sent", 30), answer("nobody")];
  expect(strayAnswers([task()], items)).toEqual([items[0]]);
  expect(strayAnswers([], items)).toEqual([items[0], items[2]]);
});

test("what arrived is shown until the list says the same", () => {
  const [nobody, there] = [answer("nobody", "sent"), answer("there", "sent")];
  expect(unseen(task("open"), [nobody])).toEqual([nobody]);
  expect(unseen(task("nobody"), [nobody, there])).toEqual([there]);
  expect(unseen(task("done"), [nobody, there])).toEqual([]);
  expect(unseen(task("done"), [answer("there", "refused")])).toHaveLength(1);
});

test("a handover is underway until the call shows one that came after it was asked for", () => {
  const [waits, sent] = [handover(0), handover(0, "sent")];
  expect(handoverUnderway(call(), [waits])).toBe(waits);
  expect(handoverUnderway(call(), [sent])).toBe(sent);
  expect(handoverUnderway(call(90), [sent])).toBeUndefined();
  expect(handoverUnderway(call(90), [sent, handover(90)])?.work.known).toBe(90);
  expect(handoverUnderway(call(), [handover(0, "refused")])).toBeUndefined();
  expect(handoversOf("b", [waits])).toEqual([]);
});
