import { api, data } from "../../api/client";
import { useAsked } from "../use-asked";

async function ask(secret: string) {
  const call = await data(api.POST("/api/call-links", { credentials: "omit", body: { secret } }));
  if (!call?.id) throw new Error("no call in the answer");
  return call;
}

/** The call behind a link. Looking says nothing for the post. */
export function useCallLink(secret: string | undefined) {
  const { value, problem, again } = useAsked(secret, ask);
  return { call: value, problem, again };
}
