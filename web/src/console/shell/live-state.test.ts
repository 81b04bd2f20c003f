import { expect, test } from "vitest";
import { nextLiveState, type LiveState } from "./live-state";

const live: LiveState = { status: "live", currentAt: 1_000 };
const status = (word: "connecting" | "live" | "lost", at: number) => ({ kind: "status", status: word, at }) as const;

test("the stale time stays at the first loss through failed attempts", () => {
  const lost = nextLiveState(live, status("lost", 5_000));
  const trying = nextLiveState(lost, status("connecting", 9_000));
  const again = nextLiveState(trying, status("lost", 10_000));
  expect(again).toEqual({ status: "lost", currentAt: 5_000 });
});

test("the screen is current again only with an open stream", () => {
  const lost = nextLiveState(live, status("lost", 5_000));
  expect(nextLiveState(lost, status("connecting", 6_000)).status).toBe("lost");
  expect(nextLiveState(lost, status("live", 7_000))).toEqual({ status: "live", currentAt: 7_000 });
});
