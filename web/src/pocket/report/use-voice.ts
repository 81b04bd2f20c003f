import { useEffect, useRef, useState } from "react";
import { uuid7 } from "../../api/uuid7";
import { database } from "../database";
import { BYTES_MAX, record, recordable, soundType } from "./recording";

export type VoiceTrouble = "denied" | "missing" | "silent" | "not_kept" | "file_kind" | "voice_too_large";

/** Records the voice note of a report and keeps it on the phone; `onKept` is called when it is there. */
export function useVoice(of: string, onKept: () => Promise<void>) {
  const [type] = useState(recordable);
  const [asking, setAsking] = useState(false);
  const [running, setRunning] = useState<{ stop: () => void; since: number }>();
  const [saving, setSaving] = useState(false);
  const [denied, setDenied] = useState(false);
  const [trouble, setTrouble] = useState<VoiceTrouble | undefined>(type ? undefined : "missing");
  const left = useRef(false);
  useEffect(() => {
    left.current = false;
    return () => {
      left.current = true;
    };
  }, []);
  // Whoever leaves the page stops speaking to it; what was said is kept.
  useEffect(() => running?.stop, [running]);

  const save = async (sound: Blob) => {
    setSaving(true);
    setTrouble(await keep(of, sound));
    await onKept().catch(() => undefined);
    setSaving(false);
  };
  const start = async () => {
    if (!type) return;
    setTrouble(undefined);
    setAsking(true);
    try {
      const stop = await record(type, (sound) => {
        setRunning(undefined);
        void save(sound);
      });
      if (left.current) stop();
      else setRunning({ stop, since: Date.now() });
    } catch {
      setDenied(true);
      setTrouble("denied");
    } finally {
      setAsking(false);
    }
  };
  return { canRecord: type !== undefined, wantsFile: !type || denied, asking, running, busy: asking || saving || running !== undefined, trouble, start, save };
}

async function keep(of: string, recorded: Blob): Promise<VoiceTrouble | undefined> {
  if (recorded.size === 0) return "silent";
  if (recorded.size > BYTES_MAX) return "voice_too_large";
  try {
    const sound = await recorded.arrayBuffer();
    const type = soundType(sound);
    if (!type) return "file_kind";
    await (await database()).put("photos", { id: uuid7(), of, sound, type });
    return undefined;
  } catch {
    return "not_kept";
  }
}
