import { t } from "@lingui/core/macro";
import { useRouteContext } from "@tanstack/react-router";
import { useEffect } from "react";
import { leaveCase, markViewing } from "@/api/desk";
import { useViewers } from "@/realtime/stream";

/** The backend forgets a viewer after 25 s of silence. */
const REPEAT_MS = 10_000;
const FORM = "[data-next-step] form";

const isWriting = () => document.activeElement?.closest(FORM) !== null && !!document.activeElement;

/** Says which case is open here, and whether somebody writes in it, until it is left. */
export function useViewing(caseId: string | undefined): void {
  useEffect(() => {
    if (!caseId) return;
    let wasWriting = isWriting();
    // A missed word is made good by the next one.
    const say = () => {
      if (document.hidden) return;
      wasWriting = isWriting();
      markViewing(caseId, wasWriting).catch(() => undefined);
    };
    const onFocus = () => {
      if (isWriting() !== wasWriting) say();
    };
    say();
    const timer = window.setInterval(say, REPEAT_MS);
    window.addEventListener("pagehide", leaveCase);
    document.addEventListener("focusin", onFocus);
    document.addEventListener("focusout", onFocus);
    document.addEventListener("visibilitychange", say);
    return () => {
      window.clearInterval(timer);
      document.removeEventListener("focusin", onFocus);
      document.removeEventListener("focusout", onFocus);
      document.removeEventListener("visibilitychange", say);
      window.removeEventListener("pagehide", leaveCase);
      leaveCase();
    };
  }, [caseId]);
}

function Eye() {
  return (
    <svg width="14" height="14" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <g fill="none" stroke="currentColor" strokeWidth="1.5">
        <path d="M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8Z" />
        <circle cx="8" cy="8" r="1.9" />
      </g>
    </svg>
  );
}

/** Colleagues who have the case open: 李娜 在看, or 正在写 where two could write the same. */
export function Viewing({ caseId }: { caseId: string }) {
  const { session } = useRouteContext({ from: "/firm" });
  const others = useViewers(caseId).filter((each) => each.member_id !== session.member.id);
  const writing = others.filter((each) => each.is_editing);
  const looking = others.filter((each) => !each.is_editing);
  const names = (list: typeof others) => list.map((each) => each.name).join(t`、`);
  const texts = [
    writing.length > 0 && t`${names(writing)} 正在写`,
    looking.length > 0 && t`${names(looking)} 在看`,
  ].filter(Boolean);
  return (
    <span className="cp-viewers" role="status" data-testid="viewers">
      {texts.length > 0 && <Eye />}
      {texts.join(" · ")}
    </span>
  );
}
