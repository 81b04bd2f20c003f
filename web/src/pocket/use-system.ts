import { useEffect, useState } from "react";
import { api, data } from "../api/client";
import type { System } from "../api/types";
import { useLanguage } from "../ui/language";

let asked: Promise<System> | undefined;

/** What this installation is, asked once. Without it the pages still work; only the banner and the zone are missing. */
export function useSystem(): System | undefined {
  const { setZone } = useLanguage();
  const [system, setSystem] = useState<System>();
  useEffect(() => {
    let shown = true;
    asked ??= data(api.GET("/api/system"));
    asked
      .then((answer) => {
        if (!shown || !answer?.world) return;
        setSystem(answer);
        setZone(answer.time_zone);
      })
      .catch(() => (asked = undefined));
    return () => {
      shown = false;
    };
  }, [setZone]);
  return system;
}
