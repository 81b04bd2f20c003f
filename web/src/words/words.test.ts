import { expect, test } from "vitest";
import { enAssist, zhAssist } from "./assist";
import { enAssistDesk, zhAssistDesk } from "./assist-desk";
import { enChain, zhChain } from "./chain";
import { enChainLink, zhChainLink } from "./chain-link";
import { consoleEn } from "./console-en";
import { consoleZh } from "./console-zh";
import { en as enShared } from "./en";
import { enDeskProblems } from "./en-desk-problems";
import { enGoesTo, zhGoesTo } from "./goes-to";
import { enKnock, zhKnock } from "./knock";
import { enKnockDesk, zhKnockDesk } from "./knock-desk";
import { enOwedWork, zhOwedWork } from "./owed-work";
import { enNotAllowed, zhNotAllowed } from "./not-allowed";
import { enPassword, zhPassword } from "./password";
import { enProof, zhProof } from "./proof";
import { enResident, zhResident } from "./resident";
import { enSeals, zhSeals } from "./seals";
import { enUpload, zhUpload } from "./upload";
import { enVoice, zhVoice } from "./voice";
import { zh as zhShared } from "./zh";
import { zhDeskProblems } from "./zh-desk-problems";

const zh = { ...zhShared, ...consoleZh, sharedHazards: zhShared.hazards, deskProblems: zhDeskProblems, assist: zhAssist, assistDesk: zhAssistDesk, chain: zhChain, chainLink: zhChainLink, goesTo: zhGoesTo, knock: zhKnock, knockDesk: zhKnockDesk, owedWork: zhOwedWork, notAllowed: zhNotAllowed, resident: zhResident, password: zhPassword, proof: zhProof, seals: zhSeals, upload: zhUpload, voice: zhVoice };
const en = { ...enShared, ...consoleEn, sharedHazards: enShared.hazards, deskProblems: enDeskProblems, assist: enAssist, assistDesk: enAssistDesk, chain: enChain, chainLink: enChainLink, goesTo: enGoesTo, knock: enKnock, knockDesk: enKnockDesk, owedWork: enOwedWork, notAllowed: enNotAllowed, resident: enResident, password: enPassword, proof: enProof, seals: enSeals, upload: enUpload, voice: enVoice };

/** Every string of a dictionary with its path; functions are called with sample arguments. */
function strings(node: unknown, path = ""): [string, string][] {
  if (typeof node === "string") return [[path, node]];
  if (typeof node === "function") return [[path, String(node("1", "2", "3"))]];
  // The first of a list that is counted from one is empty on purpose.
  if (Array.isArray(node)) return node.slice(1).map((text, i) => [`${path}.${i + 1}`, text]);
  return Object.entries(node as object).flatMap(([key, value]) => strings(value, path ? `${path}.${key}` : key));
}

test("both languages say the same things", () => {
  const paths = (words: unknown) => strings(words).map(([path]) => path).sort();
  expect(paths(en)).toEqual(paths(zh));
});

test("nothing is left blank", () => {
  for (const [path, text] of [...strings(zh), ...strings(en)]) expect(text.length, path).toBeGreaterThan(0);
});

test("English holds no Chinese text but the name of the other language", () => {
  const mixed = strings(en).filter(([, text]) => /[一-鿿]/.test(text)).map(([path]) => path);
  expect(mixed).toEqual(["language.other"]);
});

test("Chinese avoids the empty courtesies", () => {
  for (const [path, text] of strings(zh)) expect(text, path).not.toMatch(/敬请|温馨提示|系统繁忙|请您/);
});
