import { useState } from "react";
import type { ActionWord, HazardDetail, HazardView } from "../../api/types";
import { useWords } from "../../ui/language";
import { enqueue } from "../outbox/enqueue";
import { StepForm } from "./step-form";
import { isOneTap, stepOf, stepRequest, type Said } from "./steps";

/** The one that matters next is open at once, so that it takes one tap; the others unfold. */
const OPEN_AT_ONCE: ReadonlySet<ActionWord> = new Set(["finish", "verify"]);

export function Steps({ hazard, offers }: { hazard: HazardView; offers: HazardDetail["actions"] }) {
  const words = useWords();
  const say = words.hazards.actions;
  const allowed = offers.filter((offer) => offer.allowed).map((offer) => offer.action);
  const here = allowed.filter((action) => stepOf(action));
  const [open, setOpen] = useState<ActionWord | undefined>(() => here.find((action) => OPEN_AT_ONCE.has(action)));
  const [notKept, setNotKept] = useState(false);
  const send = async (action: ActionWord, said: Said) => {
    try {
      const body = stepRequest(action, hazard.version, said);
      await enqueue({ kind: "step", hazard: hazard.id, number: hazard.number, title: hazard.category_names, body }, `step.${hazard.id}`);
    } catch {
      setNotKept(true);
    }
  };
  return (
    <section className="steps" aria-labelledby="steps-title">
      <h2 id="steps-title">{say.title}</h2>
      {here.length === 0 && <p className="quiet">{say.none}</p>}
      {notKept && (
        <p className="error-box" role="alert">
          {words.pocket.tasks.notKept}
        </p>
      )}
      {open && <StepForm key={open} action={open} hazard={hazard} onSend={(said) => send(open, said)} />}
      {here
        .filter((action) => action !== open)
        .map((action, i) => (
          <button
            key={action}
            type="button"
            className={i === 0 && !open ? "primary" : "secondary"}
            onClick={() => (isOneTap(action) ? void send(action, { text: "" }) : setOpen(action))}
          >
            {words.hazards.action[action]}
          </button>
        ))}
      {here.length < allowed.length && <p className="quiet">{words.pocket.tasks.atConsole}</p>}
    </section>
  );
}
