import { useRef, useState } from "react";
import { CONSENTS, EMPTY_DRAFT, HELP, missingOf, orderOf, ownLink, type AssistDraft } from "../../api/assist-draft";
import { api, data } from "../../api/client";
import { asProblem } from "../../api/problem";
import type { Names } from "../../api/types";
import { uuid7 } from "../../api/uuid7";
import { copyText } from "../../ui/copy-text";
import { usePageWords, useWords } from "../../ui/language";
import { assistWords } from "../../words/assist";
import { problemText } from "../../ui/state-panel";
import { may, useHolder } from "../session";
import { useOpenForm } from "../update";
import { BuildingPicker } from "./building-picker";

/** What help, not why. Nothing of it is kept on this phone but the link. */
export function AssistForm() {
  const words = useWords();
  const say = usePageWords(assistWords);
  const { person, expired } = useHolder();
  const id = useRef(uuid7());
  const [building, setBuilding] = useState<{ id: string; names: Names }>();
  const [{ door, callName, help, phones, consent }, setDraft] = useState<AssistDraft>({ ...EMPTY_DRAFT, consent: "own" });
  const set = (more: Partial<AssistDraft>) => setDraft((old) => ({ ...old, ...more }));
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const [secret, setSecret] = useState<string>();
  useOpenForm(secret === undefined && (door !== "" || help.length > 0));
  if (secret) return <Done secret={secret} />;
  const staff = person !== null && !expired && may("report_for_others");

  const submit = async (event: React.FormEvent) => {
    event.preventDefault();
    const draft: AssistDraft = { place: building?.id, door, callName, help, phones, consent };
    const [missing] = missingOf(draft);
    const body = orderOf(id.current, draft, staff);
    setError(missing && say[missing]);
    if (missing !== undefined || !body) return;
    setBusy(true);
    try {
      const answer = await data(api.POST("/api/assist", { body }));
      setSecret(answer.secret);
    } catch (thrown) {
      const problem = asProblem(thrown);
      // Its answer was lost: the entry is there, its link is not. A new one is made, the other can be deleted by the building's head.
      if (problem.code === "duplicate_key") id.current = uuid7();
      setError(problemText(problem, words));
    } finally {
      setBusy(false);
    }
  };

  return (
    <form noValidate onSubmit={(event) => void submit(event)}>
      <p>{say.intro}</p>
      <p className="hint-box">{say.keeps}</p>
      <BuildingPicker picked={building} onPick={setBuilding} />
      <label htmlFor="assist-door">{say.door}</label>
      <input id="assist-door" maxLength={16} autoComplete="off" value={door} onInput={(event) => set({ door: event.currentTarget.value })} />
      <fieldset>
        <legend>{say.help}</legend>
        {HELP.map((one) => (
          <label key={one} className="check">
            <input
              type="checkbox"
              checked={help.includes(one)}
              onChange={(event) => set({ help: event.currentTarget.checked ? [...help, one] : help.filter((other) => other !== one) })}
            />
            {say.helps[one]}
          </label>
        ))}
      </fieldset>
      <label htmlFor="assist-name">{say.callName}</label>
      <input id="assist-name" maxLength={16} autoComplete="off" value={callName} onInput={(event) => set({ callName: event.currentTarget.value })} />
      <fieldset>
        <legend>{say.phones}</legend>
        {([0, 1] as const).map((n) => (
          <input
            key={n}
            type="tel"
            autoComplete="off"
            maxLength={20}
            aria-label={say.phone(String(n + 1))}
            value={phones[n]}
            onInput={(event) => set({ phones: n === 0 ? [event.currentTarget.value, phones[1]] : [phones[0], event.currentTarget.value] })}
          />
        ))}
      </fieldset>
      <fieldset>
        <legend>{say.consent}</legend>
        {CONSENTS.map((one) => (
          <label key={one} className="check">
            <input type="radio" name="consent" checked={consent === one} onChange={() => set({ consent: one })} />
            {say.consents[one]}
          </label>
        ))}
      </fieldset>
      {staff && <p className="quiet">{say.onBehalf}</p>}
      {error && (
        <p className="error-box" role="alert">
          {error}
        </p>
      )}
      <button type="submit" className="primary" aria-busy={busy} disabled={busy}>
        {say.send}
      </button>
    </form>
  );
}

function Done({ secret }: { secret: string }) {
  const say = usePageWords(assistWords);
  const [copied, setCopied] = useState(false);
  const link = ownLink(secret);
  return (
    <div role="status">
      <h2>{say.done}</h2>
      <p>{say.keepLink}</p>
      <p className="assist-link num">{link}</p>
      <button type="button" className="secondary" onClick={() => void copyText(link).then(setCopied)}>
        {copied ? say.copied : say.copy}
      </button>
      <a className="secondary" href={link}>
        {say.open}
      </a>
    </div>
  );
}
