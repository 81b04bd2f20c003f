/** Tries that are on their way together: each goes to the browser's own code and back. */
const AT_ONCE = 256;
/** What no honest server asks for: a phone would work for many minutes. */
const MOST_BITS = 22;

/** The challenge with a dot and a number after it, so that the SHA-256 of the text begins with the zero bits that its second part asks for. */
export async function solve(challenge: string): Promise<string> {
  const bits = Number(challenge.split(".")[1]);
  if (!(bits >= 0 && bits <= MOST_BITS)) throw new Error("no puzzle that can be solved here");
  const letters = new TextEncoder();
  for (let first = 0; ; first += AT_ONCE) {
    const texts = Array.from({ length: AT_ONCE }, (_, i) => `${challenge}.${first + i}`);
    const hashes = await Promise.all(texts.map((text) => crypto.subtle.digest("SHA-256", letters.encode(text))));
    const found = hashes.findIndex((hash) => zeroBits(hash) >= bits);
    if (found >= 0) return texts[found]!;
  }
}

/** Of the first 32 bits; no puzzle asks for more. */
function zeroBits(hash: ArrayBuffer): number {
  return Math.clz32(new DataView(hash).getUint32(0));
}
