/** The one way to the backend: same-origin fetch, session cookie, CSRF header, problem details. */

export interface Problem {
  type?: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  [member: string]: unknown;
}

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

/** A refusal of the backend, or (status 0) no answer at all. */
export class ApiError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail || problem.title);
    this.name = "ApiError";
  }
  get status(): number {
    return this.problem.status;
  }
  get code(): string {
    return this.problem.code;
  }
}

type Query = Record<string, string | number | boolean | null | undefined>;

const CLOCK_TOLERANCE_MS = 2_000;

let clockOffsetMs = 0;

/** The server's present: clocks tick by it, so that a wrong computer clock cannot mislead. */
export function serverNow(): number {
  return Date.now() + clockOffsetMs;
}

function readClock(response: Response): void {
  const date = response.headers.get("date");
  if (!date) return;
  const offset = Date.parse(date) - Date.now();
  clockOffsetMs = Math.abs(offset) > CLOCK_TOLERANCE_MS ? offset : 0;
}

/** `/api` + path, with the set members of `query`; empty strings are left out. */
export function apiUrl(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== "") search.set(key, String(value));
  }
  const text = search.toString();
  return `/api${path}${text ? `?${text}` : ""}`;
}

function asProblem(status: number, title: string, body: unknown): Problem {
  const known = typeof body === "object" && body !== null ? (body as Partial<Problem>) : {};
  return {
    ...known,
    title: known.title ?? title,
    detail: known.detail ?? "",
    code: known.code ?? "",
    status,
  };
}

export function problemFrom(status: number, title: string, text: string): Problem {
  try {
    return asProblem(status, title, JSON.parse(text));
  } catch {
    return asProblem(status, title, null);
  }
}

async function send(
  method: string,
  url: string,
  body?: unknown,
  signal?: AbortSignal,
  key?: string,
): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (key) headers["Idempotency-Key"] = key;
  let payload: BodyInit | undefined;
  if (body instanceof FormData) payload = body;
  else if (body !== undefined) {
    headers["Content-Type"] = "application/json";
    payload = JSON.stringify(body);
  }
  let response: Response;
  try {
    response = await fetch(url, {
      method,
      headers,
      body: payload,
      credentials: "same-origin",
      signal,
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ApiError(asProblem(0, "offline", { code: "offline" }));
  }
  readClock(response);
  if (!response.ok) {
    throw new ApiError(problemFrom(response.status, response.statusText, await response.text()));
  }
  return response;
}

export async function get<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> {
  return (await send("GET", apiUrl(path, query), undefined, signal)).json();
}

/** The answer's body, or null on 204. The backend knows a request again by its `key`. */
export async function post<T>(path: string, body?: unknown, key?: string): Promise<T> {
  const response = await send("POST", apiUrl(path), body ?? {}, undefined, key);
  return response.status === 204 ? (null as T) : response.json();
}

export async function patch<T>(path: string, body: unknown): Promise<T> {
  return (await send("PATCH", apiUrl(path), body)).json();
}

export async function put<T>(path: string, body: unknown): Promise<T> {
  return (await send("PUT", apiUrl(path), body)).json();
}

export async function remove(path: string): Promise<void> {
  await send("DELETE", apiUrl(path));
}

type OnProgress = (sentBytes: number, totalBytes: number) => void;

/** Multipart upload with progress in bytes (fetch cannot report it). */
export const upload = <T>(path: string, form: FormData, onProgress?: OnProgress) =>
  transmit<T>("POST", apiUrl(path), form, onProgress);

/** Raw bytes, with progress. */
export const putBytes = <T>(path: string, query: Query, bytes: Blob, onProgress?: OnProgress) =>
  transmit<T>("PUT", apiUrl(path, query), bytes, onProgress);

function transmit<T>(
  method: string,
  url: string,
  body: FormData | Blob,
  onProgress?: OnProgress,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    request.setRequestHeader("Accept", "application/json");
    if (body instanceof Blob) request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = (event) => onProgress?.(event.loaded, event.total);
    request.onerror = () => reject(new ApiError(asProblem(0, "offline", { code: "offline" })));
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(JSON.parse(request.responseText));
      else
        reject(new ApiError(problemFrom(request.status, request.statusText, request.responseText)));
    };
    request.send(body);
  });
}
