import type { zhClosures } from "./zh-closures";

export const enClosures: typeof zhClosures = {
  title: "Places to close",
  state: { to_close: "To close", closed: "Closed", reopened: "Open again", cancelled: "Need not close" },
  hazard: { rainstorm: "Rainstorm" },
  due: (time) => `Close by ${time}`,
  at: (what, time) => `${what} · ${time}`,
  authorised: "May open again",
  notAuthorised: "Opens again only after the community or a level above agrees",
  note: "Note (optional)",
  noteHint: "e.g. flood board in, one stays",
  close: "Closed",
  reopen: "Open again",
  waiting: "Kept, goes out when there is network",
  none: "No places to close now.",
  needed: "Sign in to see the places that you must close.",
  count: (closed, all) => `${closed} of ${all} closed`,
  open: (n) => `${n} places to close`,
};
