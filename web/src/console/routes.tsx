import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Link, redirect, type ErrorComponentProps } from "@tanstack/react-router";
import { ApiProblem } from "../api/problem";
import { EmptyPanel, LoadingPanel, ProblemPanel } from "../ui/state-panel";
import { assistSearch, bodySearch, evacuationsSearch, harmSearch, hazardSearch, issuersSearch, journalSearch, messageFormSearch, messagesSearch, placeSearch, responseSearch, rosterSearch, unitSearch, warningSearch, warningsSearch } from "./search";
import { homeFor } from "./shell/home";
import { queryClient } from "./shell/query-client";
import { sessionQuery } from "./shell/session";
import { Shell } from "./shell/shell";
import { SignInPage } from "./shell/sign-in-page";
import { useWords } from "./shell/words";

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: async () => {
    // Without an answer the public page is a start, too; it says what is wrong.
    const session = await queryClient.ensureQueryData(sessionQuery).catch(() => null);
    throw redirect({ to: homeFor(session?.permissions ?? []) });
  },
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: (search: Record<string, unknown>): { next?: string; problem?: string } => ({
    ...(typeof search["next"] === "string" && { next: search["next"] }),
    ...(typeof search["problem"] === "string" && { problem: search["problem"] }),
  }),
  component: SignInPage,
});

const duty = createRoute({
  getParentRoute: () => root,
  path: "/duty",
  component: lazyRouteComponent(() => import("./duty/duty-page"), "DutyPage"),
});

const units = createRoute({
  getParentRoute: () => root,
  path: "/units",
  validateSearch: unitSearch,
  component: lazyRouteComponent(() => import("./units/units-page"), "UnitsPage"),
});

const hazards = createRoute({
  getParentRoute: () => root,
  path: "/hazards",
  validateSearch: hazardSearch,
  component: lazyRouteComponent(() => import("./hazards/hazards-page"), "HazardsPage"),
});

const hazard = createRoute({
  getParentRoute: () => root,
  path: "/hazards/$id",
  component: lazyRouteComponent(() => import("./hazards/hazard-page"), "HazardPage"),
});

const warnings = createRoute({
  getParentRoute: () => root,
  path: "/warnings",
  validateSearch: warningsSearch,
  component: lazyRouteComponent(() => import("./warnings/warnings-page"), "WarningsPage"),
});

const sources = createRoute({
  getParentRoute: () => root,
  path: "/sources",
  component: lazyRouteComponent(() => import("./sources/sources-page"), "SourcesPage"),
});

const warning = createRoute({
  getParentRoute: () => root,
  path: "/warnings/$id",
  validateSearch: warningSearch,
  component: lazyRouteComponent(() => import("./warnings/warning-page"), "WarningPage"),
});

const issuers = createRoute({
  getParentRoute: () => root,
  path: "/warnings/issuers",
  validateSearch: issuersSearch,
  component: lazyRouteComponent(() => import("./warnings/issuers-page"), "IssuersPage"),
});

const chainTests = createRoute({
  getParentRoute: () => root,
  path: "/chain-tests",
  component: lazyRouteComponent(() => import("./chain-tests/chain-tests-page"), "ChainTestsPage"),
});

const chainTest = createRoute({
  getParentRoute: () => root,
  path: "/chain-tests/$id",
  component: lazyRouteComponent(() => import("./chain-tests/chain-test-page"), "ChainTestPage"),
});

const evacuations = createRoute({
  getParentRoute: () => root,
  path: "/evacuations",
  validateSearch: evacuationsSearch,
  component: lazyRouteComponent(() => import("./evacuations/evacuations-page"), "EvacuationsPage"),
});

const evacuation = createRoute({
  getParentRoute: () => root,
  path: "/evacuations/$id",
  component: lazyRouteComponent(() => import("./evacuations/evacuation-page"), "EvacuationPage"),
});

const newMessage = createRoute({
  getParentRoute: () => root,
  path: "/warnings/new",
  validateSearch: messageFormSearch,
  component: lazyRouteComponent(() => import("./warnings/messages/new-page"), "NewMessagePage"),
});

const messages = createRoute({
  getParentRoute: () => root,
  path: "/warnings/messages",
  validateSearch: messagesSearch,
  component: lazyRouteComponent(() => import("./warnings/messages/messages-page"), "MessagesPage"),
});

const message = createRoute({
  getParentRoute: () => root,
  path: "/warnings/messages/$id",
  component: lazyRouteComponent(() => import("./warnings/messages/message-page"), "MessagePage"),
});

const account = createRoute({
  getParentRoute: () => root,
  path: "/account",
  component: lazyRouteComponent(() => import("./account/account-page"), "AccountPage"),
});

const accounts = createRoute({
  getParentRoute: () => root,
  path: "/accounts",
  component: lazyRouteComponent(() => import("./admin/accounts-page"), "AccountsPage"),
});

const bodies = createRoute({
  getParentRoute: () => root,
  path: "/bodies",
  validateSearch: bodySearch,
  component: lazyRouteComponent(() => import("./admin/bodies-page"), "BodiesPage"),
});

const roster = createRoute({
  getParentRoute: () => root,
  path: "/roster",
  validateSearch: rosterSearch,
  component: lazyRouteComponent(() => import("./admin/roster-page"), "RosterPage"),
});

const journal = createRoute({
  getParentRoute: () => root,
  path: "/journal",
  validateSearch: journalSearch,
  component: lazyRouteComponent(() => import("./journal/journal-page"), "JournalPage"),
});

const responses = createRoute({
  getParentRoute: () => root,
  path: "/responses",
  validateSearch: responseSearch,
  component: lazyRouteComponent(() => import("./responses/responses-page"), "ResponsesPage"),
});

const response = createRoute({
  getParentRoute: () => root,
  path: "/responses/$id",
  component: lazyRouteComponent(() => import("./responses/response-page"), "ResponsePage"),
});

const places = createRoute({
  getParentRoute: () => root,
  path: "/places",
  validateSearch: placeSearch,
  component: lazyRouteComponent(() => import("./places/places-page"), "PlacesPage"),
});

const assist = createRoute({
  getParentRoute: () => root,
  path: "/assist",
  validateSearch: assistSearch,
  component: lazyRouteComponent(() => import("./assist/assist-page"), "AssistPage"),
});

const assistBuilding = createRoute({
  getParentRoute: () => root,
  path: "/assist/$id",
  component: lazyRouteComponent(() => import("./assist/building-page"), "AssistBuildingPage"),
});

const harm = createRoute({
  getParentRoute: () => root,
  path: "/harm",
  validateSearch: harmSearch,
  component: lazyRouteComponent(() => import("./harm/harm-page"), "HarmPage"),
});

const exercises = createRoute({
  getParentRoute: () => root,
  path: "/exercises",
  component: lazyRouteComponent(() => import("./exercises/exercises-page"), "ExercisesPage"),
});

const exercise = createRoute({
  getParentRoute: () => root,
  path: "/exercises/$id",
  component: lazyRouteComponent(() => import("./exercises/exercise-page"), "ExercisePage"),
});

export const router = createRouter({
  routeTree: root.addChildren([home, signIn, duty, units, hazards, hazard, warnings, sources, issuers, warning, newMessage, messages, message, chainTests, chainTest, account, accounts, bodies, roster, journal, places, assist, assistBuilding, harm, responses, response, evacuations, evacuation, exercises, exercise]),
  basepath: "/console",
  defaultPendingComponent: LoadingPanel,
  defaultErrorComponent: PageFailed,
  scrollRestoration: true,
  // The window stands still; what scrolls is the page in it.
  scrollToTopSelectors: ["#main"],
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}

/** A page that breaks leaves the shell standing, and says so. */
function PageFailed({ error, reset }: ErrorComponentProps) {
  const words = useWords();
  const problem = error instanceof ApiProblem ? error : new ApiProblem("page_failed", 0, { detail: String(error) });
  return (
    <>
      <h1 className="visually-hidden">{words.problem.title}</h1>
      <ProblemPanel problem={problem} retry={reset} />
    </>
  );
}

function NotFound() {
  const words = useWords();
  return (
    <>
      <div className="page-head">
        <h1>{words.notFoundPage}</h1>
      </div>
      <EmptyPanel text={words.problem.code["not_found"] ?? words.notFoundPage}>
        <Link to="/units">{words.backHome}</Link>
      </EmptyPanel>
    </>
  );
}
