import type { zhShell } from "./zh-shell";

export const enShell: typeof zhShell = {
  skip: "Skip to content",
  openMenu: "Open menu",
  nav: { units: "Areas", hazards: "Hazards" },
  close: "Close",
  all: "All",
  none: "None",
  estimate: "estimate",
  held: "Restored data that nobody has released: nothing is sent from here",
  noticeMore: (n) => `See notes (${n})`,
  noticeTitle: "Notes on the data",
  notFoundPage: "There is no such page",
  backHome: "Back to areas",
  find: {
    open: "Find",
    title: "Find areas and hazards",
    placeholder: "Name, pinyin, code or hazard number",
    units: "Areas",
    hazards: "Hazards",
    empty: "Nothing found. Try another name, pinyin or code.",
    hint: "Type at least one character",
  },
  areaPicker: { label: "Area", placeholder: "All areas", empty: "No such area" },
  live: {
    live: "Live",
    connecting: "Connecting",
    stale: (time) => `Data as of ${time}`,
    staleWhat: "The connection is lost and is being restored. You can go on reading; new changes do not show yet.",
  },
};
