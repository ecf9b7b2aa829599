import { Plural } from "@lingui/react/macro";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { inboxKey, readInbox } from "@/api/notices";
import { onChange } from "@/realtime/stream";
import { Icon } from "@/shared/ui/Icon";
import "./bell.css";

const SHOWN_MAX = 99;
const LOOK_AGAIN_MS = 60_000;
/** A busy firm changes twenty times a second; the bell looks once in a while. */
const GATHER_MS = 5_000;

/** How much the reader was told and has not looked at. */
export function Bell() {
  const queries = useQueryClient();
  const inbox = useQuery({
    queryKey: [...inboxKey, "first"],
    queryFn: () => readInbox(null),
    refetchInterval: LOOK_AGAIN_MS,
  });
  useEffect(() => {
    let timer: number | undefined;
    const stop = onChange(() => {
      if (timer !== undefined) return;
      timer = window.setTimeout(() => {
        timer = undefined;
        queries.invalidateQueries({ queryKey: inboxKey });
      }, GATHER_MS);
    });
    return () => {
      stop();
      window.clearTimeout(timer);
    };
  }, [queries]);
  const unread = inbox.data?.unread ?? 0;
  return (
    <Link
      to="/notices/{-$tab}"
      params={{ tab: undefined }}
      className="nt-bell"
      data-testid="bell"
      data-unread={unread || undefined}
    >
      <Icon name="bell" size={16} />
      <span className="sd-sr">
        <Plural value={unread} one="通知，# 条未读" other="通知，# 条未读" />
      </span>
      {unread > 0 && <b aria-hidden="true">{unread > SHOWN_MAX ? `${SHOWN_MAX}+` : unread}</b>}
    </Link>
  );
}
