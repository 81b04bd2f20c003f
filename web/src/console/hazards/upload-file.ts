import { asProblem, worthRetrying } from "../../api/problem";
import { PART, whole } from "../../api/upload";
import { inParts } from "../../api/upload-parts";

const OPTIONS = { credentials: "same-origin" } as const;
/** What to wait before each further try, ms. Then the reader is told, and chooses the file again. */
const WAITS = [1000, 3000, 10_000];

/** Uploads a file; gives its id. A large one goes in parts, and where the line broke it goes on from what has arrived. */
export async function uploadFile(file: Blob): Promise<string> {
  if (file.size <= PART) return whole(file, OPTIONS);
  // Only the part at hand is read.
  const content = { byteLength: file.size, slice: (from: number, to: number) => file.slice(from, to) };
  let begun: string | undefined;
  const once = () => inParts(content, OPTIONS, { begun, onBegun: async (id) => void (begun = id), onSent: () => undefined });
  for (const wait of WAITS) {
    try {
      return await once();
    } catch (error) {
      if (!worthRetrying(asProblem(error))) throw error;
      await new Promise((later) => setTimeout(later, wait));
    }
  }
  return once();
}
