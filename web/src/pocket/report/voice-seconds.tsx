import { useEffect, useState } from "react";
import { useFormat, usePageWords } from "../../ui/language";
import { voiceWords } from "../../words/voice";
import { SECONDS_MAX } from "./recording";

/** Seen each second, spoken each quarter of a minute. */
export function VoiceSeconds({ since }: { since: number }) {
  const f = useFormat();
  const say = usePageWords(voiceWords);
  const [now, setNow] = useState(since);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.min(SECONDS_MAX, Math.floor((now - since) / 1000));
  return (
    <>
      <p className="voice-seconds num" role="timer" aria-live="off">
        <span aria-hidden="true">● </span>
        {say.seconds(f.number(seconds))} / {say.seconds(f.number(SECONDS_MAX))}
      </p>
      <p className="quiet" aria-live="polite">
        {say.spoken(f.number(seconds - (seconds % 15)))}
      </p>
    </>
  );
}
