import { useEffect, useSyncExternalStore } from "react";

const FORM_LOCK = "bridgehead.form";
const changed = new EventTarget();
let waiting: ServiceWorker | undefined;
let openForms = 0;

function tell(): void {
  changed.dispatchEvent(new Event("change"));
}

/** Keeps the pages on this phone. A new version is fetched in the background and then waits. */
export async function registerWorker(): Promise<void> {
  if (!("serviceWorker" in navigator) || !import.meta.env.PROD) return;
  const registration = await navigator.serviceWorker.register("/pocket/sw.js", { scope: "/pocket/" }).catch(() => undefined);
  if (!registration) return;
  const look = () => {
    // Without a controller this is the first version, which replaces nothing.
    if (!registration.waiting || !navigator.serviceWorker.controller) return;
    waiting = registration.waiting;
    tell();
  };
  look();
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", look));
  document.addEventListener("visibilitychange", () => document.hidden || registration.update().catch(() => undefined));
}

/** While a form is open in any tab, no tab changes the version. */
export function useOpenForm(open: boolean): void {
  useEffect(() => {
    if (!open) return;
    openForms += 1;
    tell();
    let close = () => {};
    const closed = new Promise<void>((done) => (close = done));
    // Without locks there is no service worker either: both need a secure page.
    if ("locks" in navigator) void navigator.locks.request(FORM_LOCK, { mode: "shared" }, () => closed);
    return () => {
      close();
      openForms -= 1;
      tell();
    };
  }, [open]);
}

/** Whether a new version may be offered now. */
export function useUpdateOffered(): boolean {
  return useSyncExternalStore(
    (listener) => {
      changed.addEventListener("change", listener);
      return () => changed.removeEventListener("change", listener);
    },
    () => waiting !== undefined && openForms === 0,
  );
}

/** Changes to the new version; false while another tab has a form open. */
export async function applyUpdate(): Promise<boolean> {
  const free = await navigator.locks.request(FORM_LOCK, { ifAvailable: true }, (lock) => Promise.resolve(lock !== null));
  if (!free || !waiting) return false;
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  waiting.postMessage("skip-waiting");
  return true;
}
