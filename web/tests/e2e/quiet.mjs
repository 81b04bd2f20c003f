/** What a group of tests begins, it ends: the next one, and the next try, find a quiet desk. */

/** `group` with the sessions of the demonstration's accounts (`people`), between two quiets. */
export function quietly(group) {
  return async (all) => {
    const people = cast(all);
    await quiet({ ...all, people });
    await group({ ...all, people });
    await quiet({ ...all, people });
  };
}

/** Sessions of the demonstration's accounts, each once. */
export function cast({ system, api }) {
  const known = new Map();
  return async (login) => {
    if (!known.has(login)) known.set(login, api.signedIn(system.demo_accounts.find((one) => one.login === login)));
    return known.get(login);
  };
}

/** Ends calls, responses, evacuations. */
export async function quiet({ home, api, people }) {
  const [city, commander, lead] = await Promise.all(["city", "street-commander", "lead"].map(people));
  await api.endCalls(city);
  for (const one of (await api.get("/api/responses?open=true", commander)).items) {
    const verdict = one.state === "active" ? { verdict: "end" } : { verdict: "decline", stops: { gatherings: false, classes: false, business: false } };
    await api.post(`/api/responses/${one.id}/decisions`, { ...verdict, reason: "测试收尾", version: one.version }, commander);
  }
  for (const one of (await api.get(`/api/evacuations?open=true&unit=${home.id}`, lead)).items) {
    await api.post(`/api/evacuations/${one.id}/end`, { reason: "测试收尾" }, lead);
  }
}
