import { lazy, Suspense, useEffect, type ReactNode } from "react";
import { useLanguage } from "../ui/language";
import { LoadingPanel, ReloadPanel } from "./panels";
import { Boundary } from "./boundary";
import { CheckNoticePage } from "./check-notice-page";
import { FollowPage } from "./follow/follow-page";
import { HomePage } from "./home/home-page";
import { usePath } from "./path";
import { ReportPage } from "./report/report-page";
import { TopBar } from "./top-bar";

// What a resident needs comes at once; the rest when it is opened, from the phone's own store.
const OutboxPage = lazy(() => import("./outbox/outbox-page"));

const PAGES: Record<string, () => ReactNode> = {
  "/": () => <HomePage />,
  "/report": () => <ReportPage />,
  "/follow": () => <FollowPage />,
  "/check": () => <CheckNoticePage />,
  "/outbox": () => <OutboxPage />,
};

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
          <Suspense fallback={<LoadingPanel />}>{(PAGES[path] ?? PAGES["/"]!)()}</Suspense>
        </Boundary>
      </main>
    </>
  );
}
