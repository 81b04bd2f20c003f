import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What goes wrong with the next part: it breaks off after so many bytes, or its answer gets lost. */
type Mishap = { breaksAt: number } | "answer lost";

interface Upload {
  length: number;
  bytes: Buffer;
}

/** For tests: a server of uploads in parts that is as strict as ours, and goes wrong as networks do. */
export async function tusServer() {
  const uploads = new Map<string, Upload>();
  const asked: string[] = [];
  const state = {
    mishaps: [] as Mishap[],
    /** Bytes of an earlier request that arrive only now, before the next part does. */
    late: undefined as Buffer | undefined,
    /** A network's gate page answers for the server. */
    gate: undefined as number | undefined,
    /** Said of the whole file. */
    refusal: undefined as { status: number; code: string } | undefined,
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, url = "", headers } = request;
    if (state.gate) return void response.writeHead(state.gate, { "Content-Type": "text/html" }).end("<h1>Wi-Fi</h1>");
    const problem = (status: number, code: string) =>
      void response.writeHead(status, { "Content-Type": "application/problem+json", "Tus-Resumable": "1.0.0" }).end(JSON.stringify({ code, status }));
    const stands = (status: number, { bytes, length }: Upload, more = {}) =>
      void response.writeHead(status, { "Tus-Resumable": "1.0.0", "Upload-Offset": bytes.length, "Upload-Length": length, ...more }).end();
    asked.push(`${method} ${headers["upload-offset"] ?? ""}`.trim());
    if (headers["tus-resumable"] !== "1.0.0") return problem(412, "tus_version");
    if (method === "POST" && url === "/api/uploads") {
      const id = crypto.randomUUID();
      uploads.set(id, { length: Number(headers["upload-length"]), bytes: Buffer.alloc(0) });
      return stands(201, uploads.get(id)!, { Location: `/api/uploads/${id}` });
    }
    const upload = uploads.get(url.split("/").at(-1)!);
    if (!upload) return problem(404, "not_found");
    if (method === "HEAD") return stands(200, upload);
    if (headers["content-type"] !== "application/offset+octet-stream") return problem(415, "unsupported_media_type");
    upload.bytes = Buffer.concat([upload.bytes, state.late ?? Buffer.alloc(0)]);
    state.late = undefined;
    if (Number(headers["upload-offset"]) !== upload.bytes.length) return problem(409, "upload_offset");
    const mishap = state.mishaps.shift();
    const most = typeof mishap === "object" ? mishap.breaksAt : Infinity;
    let came = 0;
    for await (const piece of request) {
      const kept = (piece as Buffer).subarray(0, most - came);
      came += kept.length;
      upload.bytes = Buffer.concat([upload.bytes, kept]);
      if (came >= most) break;
    }
    if (mishap) return void request.socket.destroy();
    if (state.refusal && upload.bytes.length === upload.length) return problem(state.refusal.status, state.refusal.code);
    stands(204, upload);
  }

  const server = createServer((request, response) => void answer(request, response).catch(() => response.destroy()));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { uploads, asked, state, base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}
