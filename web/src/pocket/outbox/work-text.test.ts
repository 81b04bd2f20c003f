import { expect, test } from "vitest";
import { en } from "../../words/en";
import { nameIn } from "../../words/format";
import { enKnock, zhKnock } from "../../words/knock";
import { zh } from "../../words/zh";
import type { HandoverWork, KnockWork } from "./item";
import { workText } from "./work-text";

const answer: KnockWork = { kind: "knock", call: "call", ordered: 60, title: {}, found: "nobody" };
const handover: HandoverWork = { kind: "handover", call: "call", title: {}, post: "lead", to: { zh: "平安社区 网格长", en: "Ping'an Community Grid leader" }, known: 0 };

test("an answer and a handover are said in the language that is read now", () => {
  const inChinese = (work: KnockWork | HandoverWork) => workText(work, zh, zhKnock, (names) => nameIn(names, "zh"));
  const inEnglish = (work: KnockWork | HandoverWork) => workText(work, en, enKnock, (names) => nameIn(names, "en"));
  expect([answer, handover].map(inChinese)).toEqual(["没有找到人", "转交给 平安社区 网格长"]);
  expect([answer, handover].map(inEnglish)).toEqual(["Nobody found", "Hand over to Ping'an Community Grid leader"]);
});
