import { useSyncExternalStore } from "react";
import { ApiError, post } from "./client";

/**
 * Writes that must arrive: each has a key by which the backend knows it again, so a line that
 * broke before the answer came is no reason to ask the writer. It is sent again until it is
 * answered, in the order in which it was written.
 */
const RETRY_MS = 1_000;
const GIVE_UP_MS = 10 * 60_000;

let waiting = 0;
const listeners = new Set<() => void>();

function setWaiting(count: number): void {
  waiting = count;
  for (const listener of listeners) listener();
}

/** `randomUUID` is missing on plain HTTP; any key that nobody else makes will do. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function nextChance(): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      window.clearTimeout(timer);
      window.removeEventListener("online", go);
      resolve();
    };
    const timer = window.setTimeout(go, RETRY_MS);
    window.addEventListener("online", go);
  });
}

const isLost = (error: unknown) => error instanceof ApiError && error.status === 0;

/** Like `post`, sent again under the same key until the line is back. */
export async function postSafely<T>(path: string, body?: unknown): Promise<T> {
  const key = newKey();
  const until = Date.now() + GIVE_UP_MS;
  let isWaiting = false;
  try {
    for (;;) {
      try {
        return await post<T>(path, body, key);
      } catch (error) {
        if (!isLost(error) || Date.now() > until) throw error;
        if (!isWaiting) setWaiting(waiting + 1);
        isWaiting = true;
        await nextChance();
      }
    }
  } finally {
    if (isWaiting) setWaiting(waiting - 1);
  }
}

/** How many writes wait for the line. */
export function useWaitingWrites(): number {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => waiting,
  );
}

window.addEventListener("beforeunload", (event) => {
  if (waiting > 0) event.preventDefault();
});
