import { useState } from "react";
import { api, data } from "../../api/client";
import { useFormat, usePageWords } from "../../ui/language";
import { voiceWords } from "../../words/voice";
import { Listen } from "../listen";

/** A voice note, fetched when somebody wants to hear it. */
export function TaskSound({ file, type, n }: { file: string; type: string; n: number }) {
  const f = useFormat();
  const say = usePageWords(voiceWords);
  const [sound, setSound] = useState<Blob>();
  const [state, setState] = useState<"idle" | "busy" | "failed">("idle");
  const label = say.listenTo(f.number(n));
  const fetchIt = async () => {
    setState("busy");
    try {
      const bytes = await data(api.GET("/api/files/{id}", { params: { path: { id: file } }, parseAs: "arrayBuffer" }));
      setSound(new Blob([bytes], { type }));
    } catch {
      setState("failed");
    }
  };
  if (sound) return <Listen sound={sound} label={label} now />;
  return (
    <>
      <button type="button" className="secondary" disabled={state === "busy"} onClick={() => void fetchIt()}>
        {label}
      </button>
      <p aria-live="polite">{state === "failed" && say.notLoaded}</p>
    </>
  );
}
