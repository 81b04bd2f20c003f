import { useRef } from "react";
import { usePageWords } from "../../ui/language";
import { voiceWords } from "../../words/voice";

/** Where nothing can be recorded: what the phone's own recorder made. */
export function ChooseSound({ onChosen }: { onChosen: (file: File) => void }) {
  const say = usePageWords(voiceWords);
  const input = useRef<HTMLInputElement>(null);
  const chosen = (field: HTMLInputElement) => {
    const file = field.files?.[0];
    field.value = "";
    if (file) onChosen(file);
  };
  return (
    <>
      <button type="button" className="secondary" onClick={() => input.current?.click()}>
        {say.choose}
      </button>
      <input ref={input} hidden type="file" accept="audio/*" capture data-voice="file" onChange={(event) => chosen(event.currentTarget)} />
    </>
  );
}
