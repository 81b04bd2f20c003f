import { ApiProblem, foreign, problemFrom } from "./problem";
import { PART, type UploadOptions } from "./upload";

const VERSION = "1.0.0";
const UPLOAD = /\/api\/uploads\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
/** Bytes of an earlier try may still be arriving: so often in one try the server may stand elsewhere than was thought. */
const TURNS = 4;

/** An `ArrayBuffer`, or a file of which only the part at hand is read. */
export interface Content {
  readonly byteLength: number;
  slice(from: number, to: number): ArrayBuffer | Blob;
}

/** What is known of an upload in parts, and who wants to know more. */
export interface Underway {
  /** The upload that an earlier try began. */
  begun: string | undefined;
  /** Before the first byte goes: what is kept then is there after a reload. */
  onBegun: (id: string) => Promise<void>;
  /** So many bytes are with the server. */
  onSent: (bytes: number) => void;
}

/**
 * Uploads in parts (tus 1.0.0) from where the server stands; gives the id of the file. Written by hand: tus-js-client is 16 kB after gzip,
 * and its XMLHttpRequest sends the session along with what was made without an account.
 */
export async function inParts(content: Content, options: UploadOptions, { begun, onBegun, onSent }: Underway): Promise<string> {
  let id = begun;
  for (let turn = 0; turn < TURNS; turn++) {
    let at = id === undefined ? undefined : await standing(id, content.byteLength, options);
    if (id === undefined || at === undefined) {
      id = await begin(content.byteLength, options);
      await onBegun(id);
      at = 0;
    }
    while (at !== undefined) {
      onSent(at);
      at = await bring(id, content, at, options);
      if (at === content.byteLength) return id;
    }
  }
  throw new ApiProblem("unreachable", 0);
}

async function begin(length: number, options: UploadOptions): Promise<string> {
  const answer = await ask("POST", "/api/uploads", options, { "Upload-Length": `${length}` });
  const id = UPLOAD.exec(answer.headers.get("location") ?? "")?.[1];
  if (answer.status !== 201 || id === undefined) throw await refusal(answer);
  return id;
}

/** How many bytes are there; none when the upload is gone, or is another one. */
async function standing(id: string, length: number, options: UploadOptions): Promise<number | undefined> {
  const answer = await ask("HEAD", `/api/uploads/${id}`, options);
  if (answer.status === 404 || answer.status === 410) return undefined;
  if (answer.status !== 200 && answer.status !== 204) throw await refusal(answer);
  if (number(answer, "upload-length") !== length) return undefined;
  return offset(answer, 0, length);
}

/** The next part; how many bytes are there then, none when the server stands elsewhere. With all there, an empty one asks for the file. */
async function bring(id: string, content: Content, at: number, options: UploadOptions): Promise<number | undefined> {
  const headers = { "Upload-Offset": `${at}`, "Content-Type": "application/offset+octet-stream" };
  const answer = await ask("PATCH", `/api/uploads/${id}`, options, headers, content.slice(at, at + PART));
  if (answer.status === 404 || answer.status === 409) return undefined;
  if (answer.status === 204) return offset(answer, Math.min(at + 1, content.byteLength), content.byteLength);
  const problem = await refusal(answer);
  // Something on the way cut the part short; what came of it counts.
  if (problem.code === "upload_broken") return undefined;
  throw problem;
}

async function ask(method: string, path: string, { credentials, signal }: UploadOptions, headers: Record<string, string> = {}, body?: ArrayBuffer | Blob): Promise<Response> {
  const answer = await fetch(path, { credentials, signal, method, headers: { Accept: "application/json", "Tus-Resumable": VERSION, ...headers }, ...(body && { body }) });
  if (answer.headers.get("tus-resumable") === VERSION) return answer;
  // Each answer of the protocol names its version. What does not is a refusal before it came to that, or a network's gate page.
  throw await refusal(answer);
}

async function refusal(answer: Response): Promise<ApiProblem> {
  return answer.ok ? foreign() : problemFrom(answer);
}

function offset(answer: Response, least: number, most: number): number {
  const at = number(answer, "upload-offset");
  if (at === undefined || at < least || at > most) throw foreign();
  return at;
}

function number(answer: Response, name: string): number | undefined {
  const text = answer.headers.get(name) ?? "";
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
