import { useState } from "react";
import { api, data } from "../../api/client";
import type { Located } from "../../api/types";
import type { Point } from "./draft";

export type PositionState = "idle" | "locating" | "denied" | "insecure";

const OPTIONS: PositionOptions = { enableHighAccuracy: true, timeout: 15_000, maximumAge: 30_000 };

/** One reading when asked for; nothing is followed. */
export function usePosition(onPoint: (point: Point, located: Located | undefined) => void) {
  const [state, setState] = useState<PositionState>("idle");
  const ask = () => {
    // Browsers give no position to pages on plain HTTP, and do not say so.
    if (!isSecureContext || !("geolocation" in navigator)) return setState("insecure");
    setState("locating");
    navigator.geolocation.getCurrentPosition(
      async ({ coords }) => {
        const point = { lon: coords.longitude, lat: coords.latitude, accuracy: coords.accuracy };
        const located = await locate(point);
        setState("idle");
        onPoint(point, located);
      },
      () => setState("denied"),
      OPTIONS,
    );
  };
  return { state, ask };
}

/** The unit's name is a comfort; without network the position alone is enough. */
export async function locate({ lon, lat }: Pick<Point, "lon" | "lat">): Promise<Located | undefined> {
  return data(api.GET("/api/units/locate", { params: { query: { lon, lat } } })).catch(() => undefined);
}
