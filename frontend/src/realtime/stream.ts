import { useSyncExternalStore } from "react";

/**
 * The live stream: one EventSource for all tabs of a browser.
 *
 * The tab that holds the lock listens and tells the others; where there are no
 * locks (plain HTTP on a name that is not local), each tab listens for itself.
 */
export type Link = "connecting" | "open" | "lost";
export type OnChange = (caseIds: string[]) => void;

/** A colleague who has a case open. */
export interface Viewer {
  member_id: string;
  name: string;
  is_editing: boolean;
}
export type Viewers = Record<string, Viewer[]>;

type Message =
  | { kind: "link"; link: Link }
  | { kind: "change"; cases: string[] }
  | { kind: "viewers"; viewers: Viewers };

const STREAM_URL = "/api/stream";
const LOCK = "stationdesk-stream";
const RETRY_MS = 500;
/** A line that is back before this was never reported lost; later than 3 s would be too late. */
const ALARM_MS = 2_000;
/** The server beats every 15 s; silence for twice that is a dead line. */
const SILENCE_MS = 35_000;

let link: Link = "connecting";
let viewers: Viewers = {};
let users = 0;
let stopAll: (() => void) | null = null;
const linkListeners = new Set<() => void>();
const viewerListeners = new Set<() => void>();
const changeListeners = new Set<OnChange>();

function deliver(message: Message): void {
  if (message.kind === "change") {
    for (const listener of changeListeners) listener(message.cases);
    return;
  }
  if (message.kind === "viewers") {
    viewers = message.viewers;
    for (const listener of viewerListeners) listener();
    return;
  }
  link = message.link;
  for (const listener of linkListeners) listener();
}

function viewersIn(text: string): Viewers {
  try {
    return JSON.parse(text).viewers ?? {};
  } catch {
    return {};
  }
}

function casesIn(text: string): string[] {
  try {
    const body = JSON.parse(text);
    return Array.isArray(body?.cases) ? body.cases : [];
  } catch {
    return [];
  }
}

/** Listens until stopped; a stream that the server ends is opened again without alarm. */
function listen(tell: (message: Message) => void): () => void {
  let source: EventSource | null = null;
  let hasBeenOpen = false;
  let retry: number | undefined;
  let silence: number | undefined;
  let alarm: number | undefined;
  const alive = () => {
    window.clearTimeout(silence);
    silence = window.setTimeout(restart, SILENCE_MS);
  };
  const raise = () => tell({ kind: "link", link: "lost" });
  const restart = () => {
    source?.close();
    alarm ??= window.setTimeout(raise, ALARM_MS);
    window.clearTimeout(retry);
    retry = window.setTimeout(open, RETRY_MS);
  };
  const onOpen = () => {
    window.clearTimeout(alarm);
    alarm = undefined;
    alive();
    tell({ kind: "link", link: "open" });
    // Whoever still looks is named again at once.
    tell({ kind: "viewers", viewers: {} });
    // What happened in between is unknown: everybody looks again.
    if (hasBeenOpen) tell({ kind: "change", cases: [] });
    hasBeenOpen = true;
  };
  const open = () => {
    source = new EventSource(STREAM_URL);
    source.onopen = onOpen;
    source.onerror = restart;
    source.addEventListener("heartbeat", alive);
    source.addEventListener("viewers", (event) => {
      alive();
      tell({ kind: "viewers", viewers: viewersIn(event.data) });
    });
    source.addEventListener("change", (event) => {
      alive();
      tell({ kind: "change", cases: casesIn(event.data) });
    });
  };
  window.addEventListener("offline", raise);
  window.addEventListener("online", restart);
  open();
  return () => {
    source?.close();
    for (const timer of [retry, silence, alarm]) window.clearTimeout(timer);
    window.removeEventListener("offline", raise);
    window.removeEventListener("online", restart);
  };
}

function start(): () => void {
  if (!navigator.locks || typeof BroadcastChannel === "undefined") return listen(deliver);
  const channel = new BroadcastChannel(LOCK);
  let stopListening: (() => void) | null = null;
  let release: () => void = () => undefined;
  const abort = new AbortController();
  const tell = (message: Message) => {
    if (abort.signal.aborted) return;
    deliver(message);
    channel.postMessage(message);
  };
  channel.onmessage = (event: MessageEvent<Message | "hello">) => {
    if (event.data === "hello") {
      if (!stopListening) return;
      channel.postMessage({ kind: "link", link } satisfies Message);
      channel.postMessage({ kind: "viewers", viewers } satisfies Message);
    } else deliver(event.data);
  };
  channel.postMessage("hello");
  navigator.locks
    .request(LOCK, { signal: abort.signal }, () => {
      if (abort.signal.aborted) return Promise.resolve();
      stopListening = listen(tell);
      return new Promise<void>((resolve) => {
        release = resolve;
      });
    })
    .catch(() => undefined);
  return () => {
    abort.abort();
    stopListening?.();
    release();
    channel.close();
  };
}

/** Follows the firm's changes until the returned function is called. */
export function onChange(listener: OnChange): () => void {
  changeListeners.add(listener);
  users += 1;
  stopAll ??= start();
  return () => {
    changeListeners.delete(listener);
    users -= 1;
    if (users === 0) {
      stopAll?.();
      stopAll = null;
      link = "connecting";
    }
  };
}

export function useLink(): Link {
  return useSyncExternalStore(
    (listener) => {
      linkListeners.add(listener);
      return () => linkListeners.delete(listener);
    },
    () => link,
  );
}

const NOBODY: Viewer[] = [];

/** Who has this case open just now, oneself included. */
export function useViewers(caseId: string): Viewer[] {
  return useSyncExternalStore(
    (listener) => {
      viewerListeners.add(listener);
      return () => viewerListeners.delete(listener);
    },
    () => viewers[caseId] ?? NOBODY,
  );
}
