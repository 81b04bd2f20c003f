import type { ComponentType } from "react";
import { useFormat } from "../../ui/language";
import { LoadingPanel } from "../../ui/state-panel";
import { blocksFor, type DutyBlock } from "../shell/home";
import { useSession } from "../shell/session";
import { SignInNeeded } from "../shell/sign-in-needed";
import { useWords } from "../shell/words";
import "../shell/event-list.css";
import { CallsBlock } from "./calls-block";
import { ClosuresBlock } from "./closures-block";
import "./duty.css";
import { EvacuationsBlock } from "./evacuations-block";
import { HarmBlock } from "./harm-block";
import { HazardsBlock } from "./hazards-block";
import { MessagesBlock } from "./messages-block";
import { NextThing } from "./next-thing";
import { ProposalsBlock } from "./proposals-block";
import { ResponsesBlock } from "./responses-block";
import { RosterBlock } from "./roster-block";
import { SystemBlock, useTrouble } from "./system-block";
import { WarningsBlock } from "./warnings-block";

const SHOWN: Record<DutyBlock, ComponentType> = {
  responses: ResponsesBlock,
  warnings: WarningsBlock,
  calls: CallsBlock,
  evacuations: EvacuationsBlock,
  harm: HarmBlock,
  messages: MessagesBlock,
  proposals: ProposalsBlock,
  closures: ClosuresBlock,
  hazards: HazardsBlock,
  roster: RosterBlock,
};

export function DutyPage() {
  const words = useWords();
  const session = useSession();
  if (session === undefined) return <LoadingPanel />;
  if (session === null) return <SignInNeeded title={words.duty.title} />;
  return <Desk />;
}

/** Opened at the beginning of a shift and left open: what goes on now, what cannot wait first. */
function Desk() {
  const say = useWords().duty;
  const f = useFormat();
  const session = useSession();
  const trouble = useTrouble();
  const unit = session?.postings[0]?.unit;
  const system = <SystemBlock key="system" {...trouble} />;
  const wrong = trouble.held || trouble.failing.length > 0;
  const blocks = blocksFor(session?.permissions ?? []).map((name) => {
    const Shown = SHOWN[name];
    return <Shown key={name} />;
  });
  return (
    <div className="duty-page">
      <div className="page-head">
        <h1>{unit ? say.of(f.name(unit.names)) : say.title}</h1>
        <NextThing />
      </div>
      <div className="duty-blocks">{wrong ? [system, ...blocks] : [...blocks, system]}</div>
    </div>
  );
}
