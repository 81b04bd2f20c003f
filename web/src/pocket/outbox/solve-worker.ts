import { solve } from "./solve";

/** Answers with the solved puzzle, or with nothing where it cannot be solved here. */
addEventListener("message", ({ data }: MessageEvent<string>) => {
  void solve(data).then(postMessage, () => postMessage(undefined));
});
