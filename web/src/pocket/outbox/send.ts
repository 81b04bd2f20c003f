import { api, data } from "../../api/client";
import { ApiProblem, asProblem, foreign } from "../../api/problem";
import { remember } from "../own-reports";
import { toRequest } from "../report/draft";
import { givePhoto } from "./give-photo";
import type { Arrived, CallWork, ClosureWork, EvacuationWork, HandoverWork, HarmWork, Item, KnockWork, ReportWork, ResponseTaskWork, StepWork } from "./item";
import { isPassing } from "./outcome";
import { options, REQUEST_MS } from "./request";

/** So many tries, about a minute, a step waits for its pictures. */
const PATIENCE = 5;

/** Sends one item, or the next picture of one that arrived; gives what the server said of it. Throws an `ApiProblem` otherwise. */
export async function sendItem(item: Item): Promise<Arrived> {
  try {
    const { work, arrived } = item;
    const [photo] = item.photos;
    if (arrived && photo) await givePhoto(item, photo);
    if (arrived) return arrived;
    if (work.kind === "call") return await sendCall(item, work);
    if (work.kind === "knock") return await sendKnock(item, work);
    if (work.kind === "handover") return await sendHandover(item, work);
    if (work.kind === "closure") return await sendClosure(item, work);
    if (work.kind === "response_task") return await sendTask(item, work);
    if (work.kind === "harm") return await sendHarm(item, work);
    if (work.kind === "evacuation") return await sendEvacuation(item, work);
    return await (work.kind === "report" ? sendReport(item, work) : sendStep(item, work));
  } catch (error) {
    // No JSON where JSON was due.
    throw error instanceof SyntaxError ? foreign() : asProblem(error);
  }
}

/** Without its pictures: help must not wait for them. They follow when it has its number. */
async function sendReport(item: Item, { draft }: ReportWork): Promise<Arrived> {
  const body = { ...toRequest(draft), happened_at: item.made };
  try {
    const post = (proof?: string) => {
      const header = { "Idempotency-Key": item.id, ...(proof && { "Report-Proof": proof }) };
      return data(api.POST("/api/hazards", { ...options(item, REQUEST_MS), params: { header }, body }));
    };
    const answer = await post().catch(async (error: unknown) => post(await worked(item, error)));
    if (answer?.hazard?.id !== item.id) throw foreign();
    // Whoever has an account finds it there; the link alone leads back to a report made without one.
    if (item.account === null) remember(answer.hazard, draft.secret);
    return { hazard: item.id, number: answer.hazard.number, unit: answer.hazard.unit.names, ...(answer.hazard.due && { due: answer.hazard.due.due_at }) };
  } catch (error) {
    const arrived = cameBefore(asProblem(error)) ? await arrivedBefore(item, draft.secret) : undefined;
    if (arrived) return arrived;
    throw error;
  }
}

/** Where too much comes from this network, some work of the phone takes the report in all the same. */
async function worked(item: Item, error: unknown): Promise<string> {
  const challenge = error instanceof ApiProblem ? error.challenge : undefined;
  if (!challenge) throw error;
  const proof = await import("./prove").then(({ prove }) => prove(item, challenge)).catch(() => undefined);
  if (!proof) throw error;
  return proof;
}

const cameBefore = ({ code }: ApiProblem) => code === "idempotency_mismatch" || code === "duplicate_key";

/** The first send arrived, perhaps with pictures, its answer was lost, and the request differs since: the report stands as first sent. */
async function arrivedBefore(item: Item, secret: string): Promise<Arrived | undefined> {
  const view = await data(api.POST("/api/follow", { ...options(item, REQUEST_MS), body: { secret } })).catch((error: unknown) => {
    // Not asked is not refused.
    if (isPassing(asProblem(error))) throw error;
  });
  if (view?.hazard?.id !== item.id) return undefined;
  if (item.account === null) remember(view.hazard, secret);
  return { hazard: item.id, number: view.hazard.number, unit: view.hazard.unit.names, ...(view.hazard.due_at != null && { due: view.hazard.due_at }) };
}

/**
 * Pictures first: the step may close what they belong to, or take it out of their giver's sight. But others wait for the
 * step: after some patience it goes ahead, and the pictures follow if they still may.
 */
async function sendStep(item: Item, { hazard, number, body }: StepWork): Promise<Arrived> {
  try {
    for (const photo of item.photos) await givePhoto(item, photo);
  } catch (error) {
    if (item.tries < PATIENCE || !isPassing(asProblem(error))) throw error;
  }
  const path = { id: hazard };
  const header = { "Idempotency-Key": item.id };
  const call = await api.POST("/api/hazards/{id}/actions", { ...options(item, REQUEST_MS), params: { path, header }, body });
  // A body that handed it back sees it no longer and gets no content.
  if (call.data?.hazard?.id !== hazard && !isEmpty(call.response)) throw foreign();
  return { hazard, number };
}

/** No content, from the server itself: its request number tells it from others' empty answers. */
const isEmpty = ({ status, headers }: Response) => status === 204 && headers.has("x-request-id");

/** The same answer under the same key is taken once. */
async function sendKnock(item: Item, { call, ordered, found }: KnockWork): Promise<Arrived> {
  const params = { path: { id: call }, header: { "Idempotency-Key": item.id } };
  const { response } = await api.POST("/api/calls/{id}/knock/report", { ...options(item, REQUEST_MS), params, body: { found, ordered_at: ordered } });
  if (!isEmpty(response)) throw foreign();
  return {};
}

/** The same handover under the same key is made once. */
async function sendHandover(item: Item, { call, post, known }: HandoverWork): Promise<Arrived> {
  const params = { path: { id: call }, header: { "Idempotency-Key": item.id } };
  const { response } = await api.POST("/api/calls/{id}/handover", { ...options(item, REQUEST_MS), params, body: { post, known_at: known } });
  if (!isEmpty(response)) throw foreign();
  return {};
}

/** Needs no key: the same word again changes nothing there. */
async function sendClosure(item: Item, { closure, step, note }: ClosureWork): Promise<Arrived> {
  const said = { ...options(item, REQUEST_MS), params: { path: { id: closure } }, body: { ...(note && { note }) } };
  const answer = await data(step === "closed" ? api.POST("/api/closures/{id}/closed", said) : api.POST("/api/closures/{id}/reopened", said));
  if (answer?.id !== closure) throw foreign();
  return {};
}

/** The same command under the same key is taken once. */
async function sendTask(item: Item, { task, state, amount, note }: ResponseTaskWork): Promise<Arrived> {
  const params = { path: { id: task }, header: { "Idempotency-Key": item.id } };
  const body = { state, note: note ?? "", ...(amount !== undefined && { amount }) };
  const answer = await data(api.POST("/api/tasks/{id}/report", { ...options(item, REQUEST_MS), params, body }));
  if (answer?.id !== task) throw foreign();
  return {};
}

/** The same report under the same key is taken once. */
async function sendHarm(item: Item, { body }: HarmWork): Promise<Arrived> {
  const header = { "Idempotency-Key": item.id };
  const answer = await data(api.POST("/api/harm-reports", { ...options(item, REQUEST_MS), params: { header }, body }));
  if (answer?.id !== body.id) throw foreign();
  return { ...(answer.unit && { unit: answer.unit.names }) };
}

/** Needs no key: the same word again changes nothing there, and of numbers the last one counts. */
async function sendCall(item: Item, { call, secret, report, people }: CallWork): Promise<Arrived> {
  const said = { report, ...(people !== undefined && { people }) };
  const answer = await data(
    secret === undefined
      ? api.POST("/api/calls/{id}/report", { ...options(item, REQUEST_MS), params: { path: { id: call } }, body: said })
      : api.POST("/api/call-links/report", { ...options(item, REQUEST_MS), body: { secret, ...said } }),
  );
  if (answer?.id !== call) throw foreign();
  return {};
}

async function sendEvacuation(item: Item, { evacuation, report }: EvacuationWork): Promise<Arrived> {
  const params = { path: { id: evacuation }, header: { "Idempotency-Key": item.id } };
  const answer = await data(api.POST("/api/evacuations/{id}/report", { ...options(item, REQUEST_MS), params, body: report }));
  if (answer?.id !== evacuation) throw foreign();
  return {};
}
