import { EventFeed, type FeedMessage } from "./event-feed";

/** One stream for all tabs: a browser opens only six connections to a plain-HTTP origin. */
const ports = new Set<MessagePort>();
const feed = new EventFeed((message: FeedMessage) => {
  for (const port of ports) port.postMessage(message);
});

const scope = self as unknown as { onconnect: ((event: MessageEvent) => void) | null };

scope.onconnect = (event) => {
  const port = event.ports[0];
  if (!port) return;
  port.onmessage = ({ data }: MessageEvent<"start" | "restart" | "leave">) => {
    if (data === "leave") {
      ports.delete(port);
      if (ports.size === 0) feed.stop();
      return;
    }
    ports.add(port);
    if (data === "restart") feed.restart();
    else feed.start();
    port.postMessage(feed.status);
  };
};
