import { useEffect, useRef } from "react";

/** Plays what is at hand. Apple's players take nothing from a server that cannot give parts: hence not its address. */
export function Listen({ sound, label, now = false }: { sound: Blob; label: string; now?: boolean }) {
  const player = useRef<HTMLAudioElement>(null);
  useEffect(() => {
    const url = URL.createObjectURL(sound);
    const { current } = player;
    if (current) current.src = url;
    if (now) {
      current?.focus();
      // A browser may want another press first.
      void current?.play().catch(() => undefined);
    }
    return () => URL.revokeObjectURL(url);
  }, [sound, now]);
  return <audio ref={player} className="listen" controls aria-label={label} />;
}
