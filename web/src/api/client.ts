import createClient, { type Middleware } from "openapi-fetch";
import { asProblem, problemFrom } from "./problem";
import type { paths } from "./schema";

/** Every refusal becomes a thrown `ApiProblem`, so that callers only see data. */
const refusals: Middleware = {
  async onResponse({ response }) {
    if (!response.ok) throw await problemFrom(response);
  },
  onError({ error }) {
    return asProblem(error);
  },
};

export const api = createClient<paths>({ credentials: "same-origin", headers: { Accept: "application/json" } });
api.use(refusals);

/** The body of a successful answer; refusals were thrown before. */
export async function data<T>(call: Promise<{ data?: T }>): Promise<T> {
  return (await call).data as T;
}
