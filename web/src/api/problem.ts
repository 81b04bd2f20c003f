import type { Problem } from "./types";

/** A refusal of the server (RFC 9457), or `unreachable` when no answer came at all. */
export class ApiProblem extends Error {
  readonly code: string;
  readonly status: number;
  readonly requestId: string | undefined;
  /** How long the server asks to wait, seconds. */
  readonly retryAfterS: number | undefined;
  /** A puzzle of the server: solved, it takes a report in all the same. */
  readonly challenge: string | undefined;
  readonly fields: { pointer: string; code: string; detail: string }[];

  constructor(code: string, status: number, problem?: Partial<Problem>, requestId?: string, retryAfterS?: number) {
    super(problem?.detail ?? problem?.title ?? code);
    this.name = "ApiProblem";
    this.code = code;
    this.status = status;
    this.requestId = requestId;
    this.retryAfterS = retryAfterS;
    this.challenge = problem?.challenge ?? undefined;
    this.fields = problem?.errors ?? [];
  }
}

export async function problemFrom(response: Response): Promise<ApiProblem> {
  const body = await response.json().catch(() => undefined);
  const code = typeof body?.code === "string" ? body.code : response.status >= 500 ? "unavailable" : "internal";
  const wait = Number(response.headers.get("retry-after"));
  return new ApiProblem(code, response.status, body, response.headers.get("x-request-id") ?? undefined, wait > 0 ? wait : undefined);
}

/** A 2xx whose body does not name what was sent came from something between the reader and the server. */
export function foreign(): ApiProblem {
  return new ApiProblem("foreign_answer", 0);
}

export function asProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  return new ApiProblem("unreachable", 0, { detail: error instanceof Error ? error.message : String(error) });
}

/** The server may have done the work although no clean answer came: asking again with the same key is right. */
export function worthRetrying(problem: ApiProblem): boolean {
  return problem.status === 0 || problem.status === 408 || problem.status === 429 || problem.status >= 500;
}
