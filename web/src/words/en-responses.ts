import type { zhResponses } from "./zh-responses";

export const enResponses: typeof zhResponses = {
  title: "Responses",
  tasks: "Response tasks",
  level: { iv: "Level IV", iii: "Level III", ii: "Level II", i: "Level I" },
  state: { proposed: "To be decided", active: "In force", declined: "Declined", ended: "Ended", lapsed: "Lapsed undecided" },
  taskState: { open: "Open", done: "Done", not_needed: "Not needed", ended: "Ended with the response" },
  due: (time) => `Due ${time}`,
  late: "Late",
  done: "Done",
  notNeeded: "Not needed",
  amount: "How many",
  amountHint: { count: "points or households done", move_people: "people moved so far", close_places: "places closed" },
  note: "Note (optional)",
  noteNeed: "Say why it is not needed",
  amountNeed: "Say how many, 0 where there were none",
  waiting: "Kept here, sent when there is a network",
  none: "There are no response tasks now.",
  needed: "Sign in to see the response tasks of your area.",
};
