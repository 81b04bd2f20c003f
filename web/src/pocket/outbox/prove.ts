import { enProof, zhProof } from "../../words/proof";
import type { Item } from "./item";
import { solve } from "./solve";
import SolveWorker from "./solve-worker?worker";
import { changeItem } from "./store";

/** Solves the server's puzzle beside the page, and says meanwhile what the phone does. Nothing where this browser cannot. */
export async function prove(item: Item, challenge: string): Promise<string | undefined> {
  const { working } = document.documentElement.lang.startsWith("zh") ? zhProof : enProof;
  await changeItem(item.id, (now) => ({ ...now, problem: { code: "proving", message: working } }));
  return apart(challenge).catch(() => solve(challenge).catch(() => undefined));
}

/** In a worker: the page stays quick on a slow phone. */
function apart(challenge: string): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const worker = new SolveWorker();
    const end = (then: () => void) => {
      worker.terminate();
      then();
    };
    worker.onmessage = ({ data }: MessageEvent<string | undefined>) => end(() => resolve(data));
    worker.onerror = () => end(() => reject(new Error("no worker")));
    worker.postMessage(challenge);
  });
}
