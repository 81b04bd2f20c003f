import type { components } from "../../api/schema";
import type { Peril } from "../../api/types";
import type { FieldError } from "../../ui/error-summary";
import type { ConsoleWords } from "../../words/console-zh";
import { momentMs, UNSAID, usualDue, type Moment } from "./moment";
import { groupFaults, groupsOf, type Building } from "./order-parts";

type Order = components["schemas"]["EvacuationOrder"];

/** An evacuation while somebody writes it. */
export interface Draft {
  unit: string | undefined;
  /** None: every building of the unit. */
  buildings: Building[];
  peril: Peril;
  trigger: string;
  due: Moment;
  whereTo: string;
  afterCare: string;
  noReturn: Moment;
  moveFirst: boolean;
}

export function freshDraft(unit: string | undefined, now: number, zone: string): Draft {
  return { unit, buildings: [], peril: "flood", trigger: "", due: usualDue(now, zone), whereTo: "", afterCare: "", noReturn: UNSAID, moveFirst: true };
}

/** What keeps it from being ordered. Times may be left out, but not half written, and not behind us. */
export function faultsOf(draft: Draft, now: number, zone: string, say: ConsoleWords["shelters"]["order"], number: (n: number) => string): FieldError[] {
  const [due, noReturn] = [momentMs(draft.due, zone), momentMs(draft.noReturn, zone)];
  const faults: FieldError[] = [];
  if (!draft.unit) faults.push({ field: "order-unit", text: say.needUnit });
  faults.push(...groupFaults(draft.buildings, say.part, number));
  if (due !== null && !(due > now)) faults.push({ field: "order-due", text: say.needDue });
  // Half a due time is told above; it is no reason to complain of this one too.
  if (noReturn !== null && !(noReturn > Math.max(now, due || now))) faults.push({ field: "order-no-return", text: say.needNoReturn });
  return faults;
}

export function orderOf(draft: Draft, unit: string, named: Pick<Order, "id" | "cause">, zone: string): Order {
  return {
    ...named,
    unit,
    peril: draft.peril,
    groups: groupsOf(draft.buildings),
    trigger: draft.trigger.trim(),
    due_at: momentMs(draft.due, zone),
    where_to: draft.whereTo.trim(),
    after_care: draft.afterCare.trim(),
    no_return_before: momentMs(draft.noReturn, zone),
    move_first: draft.moveFirst,
  };
}
