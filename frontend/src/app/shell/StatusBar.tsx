import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useEffect, useRef } from "react";
import { serverNow } from "@/api/client";
import { useWaitingWrites } from "@/api/outbox";
import { useLink } from "@/realtime/stream";
import { onTick } from "@/shared/clock/ticker";
import { keyWord, useOfferedCommands } from "@/shared/keys/commands";
import { timeWithSeconds } from "@/shared/time/time";
import { Keycap } from "@/shared/ui/Icon";
import { undoLast, useNotice } from "@/shared/ui/notices";

function NoticeLine() {
  const notice = useNotice();
  return (
    <span
      className="sh-notice"
      role={notice?.tone === "refused" ? "alert" : "status"}
      data-tone={notice?.tone}
      data-testid="notice"
    >
      {notice?.text}
      {notice?.undo && (
        <button type="button" onClick={() => undoLast()} data-testid="undo">
          <Keycap>z</Keycap>
          <Trans>撤销</Trans>
        </button>
      )}
    </span>
  );
}

function WallClock() {
  const host = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const write = (now: number) => {
      if (host.current) host.current.textContent = timeWithSeconds(now);
    };
    write(serverNow());
    return onTick(write);
  }, []);
  return <span ref={host} />;
}

export function StatusBar() {
  // Help comes last, whichever screen came first.
  const hints = useOfferedCommands()
    .filter((command) => command.isHint)
    .sort((a, b) => Number(a.id === "help") - Number(b.id === "help"));
  const link = useLink();
  const waiting = useWaitingWrites();
  return (
    <footer className="sh-status">
      <ul aria-label={t`按键`}>
        {hints.map((hint) => (
          <li key={hint.id}>
            {(hint.hintKeys ?? hint.keys).map((key) => (
              <Keycap key={key}>{keyWord(key)}</Keycap>
            ))}
            {hint.label}
          </li>
        ))}
      </ul>
      <NoticeLine />
      {waiting > 0 && (
        <span className="sh-waiting" data-testid="waiting-writes" role="status">
          <Trans>{waiting} 项待发送，连上后自动发出</Trans>
        </span>
      )}
      <span className="sh-link" data-link={link} data-testid="connection" role="status">
        {link === "lost" && <i className="sd-mark" data-level="late" aria-hidden="true" />}
        {link === "open" && <Trans>已连接</Trans>}
        {link === "connecting" && <Trans>正在连接</Trans>}
        {link === "lost" && <Trans>连接断开，正在重连；列表可能不是最新</Trans>}
      </span>
      <WallClock />
    </footer>
  );
}
