import { useEffect, useRef } from "react";
import { serverNow } from "@/api/client";
import { clockLevel, formatClock, formatGapClock } from "./format";
import { onTick } from "./ticker";

interface CountdownProps {
  dueAt: string | null;
  /** When the clock stopped; a stopped clock is calm and does not tick. */
  stoppedAt?: string | null;
  variant?: "queue" | "gap";
}

/** Ticks by writing text: React renders it once, not once a second. */
export function Countdown({ dueAt, stoppedAt = null, variant = "queue" }: CountdownProps) {
  const host = useRef<HTMLSpanElement>(null);
  const text = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (!dueAt) return;
    const due = Date.parse(dueAt);
    const write = (now: number) => {
      if (!host.current || !text.current) return;
      const remaining = due - now;
      const next = variant === "gap" ? formatGapClock(remaining) : formatClock(remaining);
      let level = clockLevel(remaining);
      if (variant === "gap" && level !== "late") level = "calm";
      if (stoppedAt && level !== "late") level = "calm";
      if (text.current.textContent !== next) text.current.textContent = next;
      if (host.current.dataset.level !== level) host.current.dataset.level = level;
    };
    write(stoppedAt ? Date.parse(stoppedAt) : serverNow());
    return stoppedAt ? undefined : onTick(write);
  }, [dueAt, stoppedAt, variant]);
  if (!dueAt) return <span className="sd-clock">—</span>;
  return (
    <span ref={host} className="sd-clock" data-level="calm">
      <i className="sd-clock-mark" aria-hidden="true" />
      <span ref={text} />
    </span>
  );
}
