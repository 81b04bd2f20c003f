import { EventFeed, type FeedMessage } from "./event-feed";

export interface Events {
  /** Opens the stream again under the present session. */
  restart: () => void;
  leave: () => void;
}

/** Joins the browser's one event stream, or opens one for this tab where SharedWorker is missing. */
export function joinEvents(tell: (message: FeedMessage) => void): Events {
  if (typeof SharedWorker === "undefined") {
    const feed = new EventFeed(tell);
    feed.start();
    return {
      restart: () => feed.restart(),
      leave: () => feed.stop(),
    };
  }
  const worker = new SharedWorker(new URL("./events-worker.ts", import.meta.url), {
    type: "module",
    name: "bridgehead-events",
  });
  const say = (word: "start" | "restart" | "leave") => worker.port.postMessage(word);
  worker.port.onmessage = ({ data }: MessageEvent<FeedMessage>) => tell(data);
  say("start");
  return { restart: () => say("restart"), leave: () => say("leave") };
}
