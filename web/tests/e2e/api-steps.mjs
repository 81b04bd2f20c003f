/** What the browsers do not show: preparing a case, and acting behind somebody's back. */
export function apiSteps(baseUrl) {
  const post = async (path, body, { cookie, key } = {}) => {
    const headers = { "Content-Type": "application/json", ...(cookie && { Cookie: cookie }), ...(key && { "Idempotency-Key": key }) };
    const response = await fetch(`${baseUrl}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return { answer: await response.json(), cookie: response.headers.getSetCookie().map((one) => one.split(";")[0]).join("; ") };
  };
  const signedIn = async ({ login, password }) => (await post("/api/session", { login, password })).cookie;
  const act = async (cookie, id, action) => (await post(`/api/hazards/${id}/actions`, action, { cookie, key: crypto.randomUUID() })).answer;
  return {
    post: async (path, body, cookie) => (await post(path, body, { cookie, key: body?.id ?? crypto.randomUUID() })).answer,
    get: async (path, cookie) => (await fetch(`${baseUrl}${path}`, { headers: cookie ? { Cookie: cookie } : {} })).json(),
    signedIn,
    /** Sets or takes away; what is answered is of no interest. */
    async send(method, path, body, cookie) {
      const headers = { Cookie: cookie, "Idempotency-Key": crypto.randomUUID(), ...(body && { "Content-Type": "application/json" }) };
      const response = await fetch(`${baseUrl}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    },
    /** A hazard that waits to be taken on. */
    async reported(unit) {
      const id = crypto.randomUUID();
      return (await post("/api/hazards", { id, category: "A01", unit }, { key: id })).answer.hazard;
    },
    /** A hazard that waits for its assignment, and the lead's session. */
    async accepted(account, unit) {
      const id = crypto.randomUUID();
      const { answer } = await post("/api/hazards", { id, category: "A01", unit }, { key: id });
      const cookie = await signedIn(account);
      const { hazard } = await act(cookie, answer.hazard.id, { action: "accept", version: answer.hazard.version });
      return { hazard, cookie };
    },
    /** So many fresh reports of somebody who may, one after another. */
    async reportedMany(account, unit, n) {
      const cookie = await signedIn(account);
      const made = [];
      for (let i = 0; i < n; i++) {
        const id = crypto.randomUUID();
        made.push((await post("/api/hazards", { id, category: "A01", unit }, { cookie, key: id })).answer.hazard);
      }
      return { made, cookie };
    },
    act,
    /** Ends what earlier calls are still open: of several, a phone shows the oldest first. */
    async endCalls(cookie) {
      const { items } = await this.get("/api/warnings?in_force=true", cookie);
      for (const { callout } of items) if (callout && !callout.ended) await post(`/api/callouts/${callout.id}/end`, { reason: "测试收尾" }, { cookie });
    },
    /** Hands in a warning, as a station or a duty desk does. */
    async warn(cookie, text) {
      const headers = { "Content-Type": "application/cap+xml", Cookie: cookie };
      const response = await fetch(`${baseUrl}/api/warnings`, { method: "POST", headers, body: text });
      if (!response.ok) throw new Error(`/api/warnings: ${response.status} ${await response.text()}`);
      return response.json();
    },
  };
}
