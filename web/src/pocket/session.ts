import { useSyncExternalStore } from "react";
import { api, data } from "../api/client";
import { asProblem } from "../api/problem";
import type { SessionView } from "../api/types";
import { forgetKept } from "./kept";
import { alone } from "./lock";
import { dropSent } from "./outbox/store";
import { load, save } from "./storage";

/** Who uses this phone. Kept on it, so that work goes on without network; what is allowed the server decides. */
export interface Holder {
  person: SessionView | null;
  /** The server no longer knows the session: what waits is sent after the next sign-in. */
  expired: boolean;
}

const KEY = "bridgehead.session";
const NOBODY: Holder = { person: null, expired: false };
const changed = new EventTarget();
let holder: Holder = load<Holder>(KEY) ?? NOBODY;

function set(next: Holder): void {
  holder = next;
  save(KEY, next.person ? next : undefined);
  changed.dispatchEvent(new Event("change"));
}

async function leaveNothing(account: string): Promise<void> {
  await forgetKept();
  await dropSent((item) => item.account === account).catch(() => undefined);
}

/** Nothing of the one before stays for the next one. Unsent work stays, for it is still owed to its author. */
async function become(person: SessionView): Promise<void> {
  const before = holder.person?.account.id;
  if (before !== undefined && before !== person.account.id) await leaveNothing(before);
  set({ person, expired: false });
}

addEventListener("storage", (event) => {
  if (event.key !== KEY) return;
  holder = load<Holder>(KEY) ?? NOBODY;
  changed.dispatchEvent(new Event("change"));
});

export function currentHolder(): Holder {
  return holder;
}

export function accountId(): string | null {
  return holder.person?.account.id ?? null;
}

export function useHolder(): Holder {
  return useSyncExternalStore(subscribe, currentHolder);
}

function subscribe(listener: () => void): () => void {
  changed.addEventListener("change", listener);
  return () => changed.removeEventListener("change", listener);
}

export function may(permission: string): boolean {
  return holder.person?.permissions.includes(permission) ?? false;
}

/** Asks the server who is signed in; gives the account, `null` for nobody. Without a clear answer it throws. */
export async function askSession(): Promise<string | null> {
  try {
    const person = await data(api.GET("/api/session"));
    // A gate page of some network is no session.
    if (!person?.account?.id) throw new Error("no session in the answer");
    await become(person);
    return person.account.id;
  } catch (error) {
    if (asProblem(error).code !== "sign_in_required") throw error;
    if (holder.person && !holder.expired) {
      // A session that was ended elsewhere, perhaps because the phone is lost, leaves nothing to read here.
      await leaveNothing(holder.person.account.id);
      set({ ...holder, expired: true });
    }
    return null;
  }
}

/** Nothing is sent while the account changes: what one person made must not go out under another's name. */
export function signIn(form: { login: string; password: string; code?: string }): Promise<void> {
  return alone(async () => become(await data(api.POST("/api/session", { body: form }))));
}

export function signOut(): Promise<void> {
  return alone(async () => {
    try {
      await data(api.DELETE("/api/session"));
    } catch (error) {
      if (asProblem(error).code !== "sign_in_required") throw error;
    }
    if (holder.person) await leaveNothing(holder.person.account.id);
    set(NOBODY);
  });
}
