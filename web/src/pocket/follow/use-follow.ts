import { api, data } from "../../api/client";
import { useAsked } from "../use-asked";

const ask = (secret: string) => data(api.POST("/api/follow", { body: { secret } }));

/** What became of a report, for whoever holds its secret. */
export function useFollow(secret: string | undefined) {
  const { value, at, problem, again } = useAsked(secret, ask);
  return { ask: again, view: value, at, problem };
}
