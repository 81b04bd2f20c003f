import type { useWords } from "./words";
import { blocksFor } from "./home";

type Words = ReturnType<typeof useWords>;

export interface NavPage {
  to: "/duty" | "/units" | "/hazards" | "/warnings" | "/responses" | "/evacuations" | "/assist" | "/harm" | "/places" | "/exercises" | "/roster" | "/accounts" | "/bodies" | "/journal";
  label: string;
  /** It shows the chosen area, which goes along. */
  byArea: boolean;
  /** Pages that are reached from it. */
  inside: readonly string[];
}

export interface NavEntry {
  label: string;
  pages: readonly NavPage[];
}

const page = (to: NavPage["to"], label: string, rest: Partial<NavPage> = {}): NavPage => ({ to, label, byArea: true, inside: [], ...rest });

/** Who opens the assistance register: whoever reports there reads the numbers, a helper the own entries, the rest few. */
export const ASSIST = ["help_assist", "view_assist", "report_evacuation"] as const;

/** The main menu: nine entries at most. A page that a person cannot open is not offered; its address says why it is shut. */
export function navEntries(words: Words, permissions: readonly string[]): NavEntry[] {
  const may = (permission: string, one: NavPage) => (permissions.includes(permission) ? [one] : []);
  const mayAny = (some: readonly string[], one: NavPage) => some.flatMap((permission) => may(permission, one)).slice(0, 1);
  const desk = blocksFor(permissions).length > 1 ? [page("/duty", words.duty.title, { byArea: false })] : [];
  const response = [
    ...may("view_warnings", page("/responses", words.responses.title)),
    ...may("view_warnings", page("/evacuations", words.shelters.title, { byArea: false })),
    ...mayAny(ASSIST, page("/assist", words.menuGroups.assist)),
    ...may("view_harm", page("/harm", words.harm.title)),
  ];
  const admin = [
    ...may("manage_accounts", page("/accounts", words.admin.nav.accounts, { byArea: false })),
    ...may("view_hazards", page("/bodies", words.admin.nav.bodies)),
    ...may("read_journal", page("/journal", words.journal.nav)),
  ];
  const alone = (pages: NavPage[]) => pages.map((one) => ({ label: one.label, pages: [one] }));
  // Somebody who may open one of them alone finds it under its own name.
  const together = (label: string, pages: NavPage[]) => (pages.length > 1 ? [{ label, pages }] : alone(pages));
  return [
    ...alone(desk),
    ...alone([page("/units", words.nav.units), page("/hazards", words.nav.hazards)]),
    ...alone(may("view_warnings", page("/warnings", words.warnings.title, { byArea: false, inside: ["/sources", "/chain-tests"] }))),
    ...together(words.responses.title, response),
    ...alone(may("view_places", page("/places", words.register.title))),
    ...alone(may("view_warnings", page("/exercises", words.exercises.title))),
    ...alone(may("view_roster", page("/roster", words.admin.nav.roster))),
    ...together(words.menuGroups.admin, admin),
  ];
}

/** Whether an address lies in a page or below it. */
export function isAt({ to, inside }: NavPage, path: string): boolean {
  return [to, ...inside].some((one) => path === one || path.startsWith(`${one}/`));
}
