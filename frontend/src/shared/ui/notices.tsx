import { useSyncExternalStore } from "react";

/** One line at the foot of the page: what just happened, and for 5 s the way back. */
export interface Notice {
  id: number;
  text: string;
  tone: "info" | "refused";
  undo?: () => void;
}

const UNDO_MS = 5_000;
const REFUSAL_MS = 8_000;

let current: Notice | null = null;
let nextId = 1;
let timer: number | undefined;
const listeners = new Set<() => void>();

function set(notice: Notice | null): void {
  current = notice;
  window.clearTimeout(timer);
  if (notice) {
    timer = window.setTimeout(() => set(null), notice.tone === "refused" ? REFUSAL_MS : UNDO_MS);
  }
  for (const listener of listeners) listener();
}

export function notify(text: string, undo?: () => void): void {
  set({ id: nextId++, text, tone: "info", undo });
}

export function notifyRefusal(text: string): void {
  set({ id: nextId++, text, tone: "refused" });
}

/** Takes the last step back, while it can be; false when there is none. */
export function undoLast(): boolean {
  const undo = current?.undo;
  if (!undo) return false;
  set(null);
  undo();
  return true;
}

export function useNotice(): Notice | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}
