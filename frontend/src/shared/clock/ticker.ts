import { useEffect, useState } from "react";
import { serverNow } from "@/api/client";

/** One timer for every clock on the page; subscribers write text themselves. */
type Tick = (now: number) => void;

const subscribers = new Set<Tick>();
let timer: number | undefined;

function beat(): void {
  const now = serverNow();
  for (const tick of subscribers) tick(now);
}

export function onTick(tick: Tick): () => void {
  subscribers.add(tick);
  timer ??= window.setInterval(beat, 1_000);
  return () => {
    subscribers.delete(tick);
    if (subscribers.size === 0) {
      window.clearInterval(timer);
      timer = undefined;
    }
  };
}

/** The present, changing every `stepSeconds`: for pictures that need no seconds. */
export function useCoarseNow(stepSeconds = 30): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const stepMs = stepSeconds * 1_000;
    return onTick((present) =>
      setNow((last) => (present - last >= stepMs || present < last ? present : last)),
    );
  }, [stepSeconds]);
  return now;
}
