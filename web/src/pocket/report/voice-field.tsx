import { useEffect, useMemo, useRef } from "react";
import { usePageWords } from "../../ui/language";
import { voiceWords } from "../../words/voice";
import type { Voice } from "../enclosure";
import { Listen } from "../listen";
import type { usePhotos } from "../use-photos";
import { ChooseSound } from "./choose-sound";
import { useVoice } from "./use-voice";
import { VoiceSeconds } from "./voice-seconds";

interface Props {
  of: string;
  hold: ReturnType<typeof usePhotos>;
  onRecording: (on: boolean) => void;
}

/** Record a voice note, hear it, delete it. */
export function VoiceField({ of, hold, onRecording }: Props) {
  const say = usePageWords(voiceWords);
  const voice = useVoice(of, hold.read);
  const { running, asking, busy, trouble } = voice;
  useEffect(() => {
    onRecording(busy);
    return () => onRecording(false);
  }, [busy, onRecording]);
  // A button that is pressed goes; its successor is where the next press is due.
  const stop = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (running) stop.current?.focus();
  }, [running]);
  const mayAdd = !hold.voice && !hold.full && !running;
  return (
    <section className="voice" aria-labelledby="voice-title">
      <h2 id="voice-title">{say.title}</h2>
      {hold.voice && <Kept voice={hold.voice} onRemove={(id) => void hold.remove(id)} />}
      {running && (
        <>
          <VoiceSeconds since={running.since} />
          <button ref={stop} type="button" className="secondary" onClick={running.stop}>
            {say.stop}
          </button>
        </>
      )}
      {mayAdd && voice.canRecord && (
        <button type="button" className="secondary" disabled={busy} onClick={() => void voice.start()}>
          {asking ? say.asking : say.start}
        </button>
      )}
      {mayAdd && voice.wantsFile && <ChooseSound onChosen={(file) => void voice.save(file)} />}
      <div aria-live="polite">
        {trouble && <p className={trouble === "missing" ? "quiet" : "error-box"}>{say.trouble[trouble]}</p>}
        {hold.voice ? <p className="quiet">{say.kept}</p> : hold.full && <p className="quiet">{say.full}</p>}
      </div>
      <p className="quiet">{say.hint}</p>
    </section>
  );
}

function Kept({ voice, onRemove }: { voice: Voice; onRemove: (id: string) => void }) {
  const say = usePageWords(voiceWords);
  const sound = useMemo(() => new Blob([voice.sound], { type: voice.type }), [voice]);
  return (
    <>
      <Listen sound={sound} label={say.listen} />
      <button type="button" className="text-button" onClick={() => onRemove(voice.id)}>
        {say.remove}
      </button>
    </>
  );
}
