import { lazy, Suspense, useEffect, type ReactNode } from "react";
import { useLanguage } from "../ui/language";
import { LoadingPanel, ReloadPanel } from "./panels";
import { BottomBar } from "./bottom-bar";
import { Boundary } from "./boundary";
import { FollowPage } from "./follow/follow-page";
import { HomePage } from "./home/home-page";
import { usePath } from "./path";
import { ReportPage } from "./report/report-page";
import { TopBar } from "./top-bar";

// What a resident needs comes at once; the rest when it is opened, from the phone's own store.
const CheckNoticePage = lazy(() => import("./check-notice-page"));
const OutboxPage = lazy(() => import("./outbox/outbox-page"));
const SignInPage = lazy(() => import("./sign-in-page"));
const TasksPage = lazy(() => import("./tasks/tasks-page"));
const TaskPage = lazy(() => import("./tasks/task-page"));
const WarningsPage = lazy(() => import("./warnings/warnings-page"));
const CallLinkPage = lazy(() => import("./warnings/call-link-page"));
const ChainTestPage = lazy(() => import("./chain-test/chain-test-page"));
const ClosuresPage = lazy(() => import("./closures/closures-page"));
const ResponsePage = lazy(() => import("./response/response-page"));
const HarmPage = lazy(() => import("./harm/harm-page"));
const EvacuationPage = lazy(() => import("./evacuation/evacuation-page"));
const AssistPage = lazy(() => import("./assist/assist-page"));
const NumberPage = lazy(() => import("./residents/number-page"));
const LeavePage = lazy(() => import("./residents/leave-page"));
const PasswordPage = lazy(() => import("./password/password-page"));
const SealsPage = lazy(() => import("./seals/seals-page"));
const MePage = lazy(() => import("./me/me-page"));

const PAGES: Record<string, () => ReactNode> = {
  "/": () => <HomePage />,
  "/report": () => <ReportPage />,
  "/follow": () => <FollowPage />,
  "/check": () => <CheckNoticePage />,
  "/outbox": () => <OutboxPage />,
  "/sign-in": () => <SignInPage />,
  "/tasks": () => <TasksPage />,
  "/warnings": () => <WarningsPage />,
  "/closures": () => <ClosuresPage />,
  "/response": () => <ResponsePage />,
  "/harm": () => <HarmPage />,
  "/call": () => <CallLinkPage />,
  "/chain-test": () => <ChainTestPage />,
  "/evacuation": () => <EvacuationPage />,
  "/assist": () => <AssistPage />,
  "/number": () => <NumberPage />,
  "/leave": () => <LeavePage />,
  "/password": () => <PasswordPage />,
  "/seals": () => <SealsPage />,
  "/me": () => <MePage />,
};

function pageAt(path: string): ReactNode {
  const task = /^\/tasks\/([0-9a-f-]{36})$/.exec(path)?.[1];
  if (task) return <TaskPage id={task} />;
  return (PAGES[path] ?? PAGES["/"]!)();
}

export function Pocket() {
  const { words } = useLanguage();
  const path = usePath();
  useEffect(() => {
    document.title = words.pocket.title;
  }, [words]);
  return (
    <>
      <TopBar home={path === "/"} />
      <main>
        <Boundary page={path} fallback={<ReloadPanel />}>
          <Suspense fallback={<LoadingPanel />}>{pageAt(path)}</Suspense>
        </Boundary>
      </main>
      {path !== "/report" && path !== "/harm" && <BottomBar path={path} />}
    </>
  );
}
