import { useEffect, useState } from "react";
import type { Place } from "./geo";

const OPTIONS: PositionOptions = { enableHighAccuracy: false, timeout: 10_000, maximumAge: 60_000 };

/** Where this phone is, for distances on it; the position leaves it for nobody. Without leave it is asked for only when wanted. */
export function useHere() {
  const [here, setHere] = useState<Place>();
  const [state, setState] = useState<"idle" | "locating" | "denied">("idle");
  const locate = () => {
    setState("locating");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setHere({ lon: coords.longitude, lat: coords.latitude });
        setState("idle");
      },
      () => setState("denied"),
      OPTIONS,
    );
  };
  useEffect(() => {
    if (!available()) return;
    let shown = true;
    navigator.permissions
      ?.query({ name: "geolocation" })
      .then((leave) => shown && leave.state === "granted" && locate())
      .catch(() => undefined);
    return () => {
      shown = false;
    };
  }, []);
  return { here, state, ask: available() && !here ? locate : undefined };
}

function available(): boolean {
  return isSecureContext && "geolocation" in navigator;
}
