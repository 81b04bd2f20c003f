import type { zhCalls } from "./zh-calls";

export const enCalls: typeof zhCalls = {
  level: { red: "Red", orange: "Orange", yellow: "Yellow", blue: "Blue", none: "No level" },
  mark: { exercise: "Exercise", system: "System message", test: "Test", draft: "Draft" },
  message: { update: "Update", cancel: "Cancelled", ack: "Acknowledgement", error: "Refusal" },
  report: { received: "Received", on_post: "On post", moved: "Moved" },
  people: (n) => (n === "1" ? "1 person" : `${n} people`),
  what: "What",
  where: "Where",
  when: "Until when",
  todo: "Do what",
  who: "Who says so",
  until: (time) => `until ${time}`,
  noEnd: "It does not say when it ends",
  noInstruction: "The warning does not say what to do: follow the plan.",
  noIssuer: "It does not say who issued it",
  newRed: (headline) => `New red warning: ${headline}`,
};
