import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Link, useParams, useRouteContext } from "@tanstack/react-router";
import { Channels } from "./Channels";
import { Corrections } from "./Corrections";
import { Inbox } from "./Inbox";
import "./notices.css";

type Tab = "inbox" | "corrections" | "channels";

/** What one was told, what is still to be corrected in person, and through what others are told. */
export function NoticesPage() {
  const { tab: given } = useParams({ from: "/firm/notices/{-$tab}" });
  const { session } = useRouteContext({ from: "/firm" });
  const mayManage = session.permissions.includes("notices_manage");
  const tabs: [Tab, string][] = [
    ["inbox", t`收件箱`],
    ["corrections", t`当面纠正`],
    ...(mayManage ? ([["channels", t`通道`]] as [Tab, string][]) : []),
  ];
  const tab = tabs.find(([each]) => each === given)?.[0] ?? "inbox";
  return (
    <div className="nt">
      <header>
        <h1>
          <Trans>通知</Trans>
        </h1>
        <nav className="nt-tabs" aria-label={t`通知`}>
          {tabs.map(([each, label]) => (
            <Link
              key={each}
              to="/notices/{-$tab}"
              params={{ tab: each === "inbox" ? undefined : each }}
              data-current={each === tab || undefined}
              aria-current={each === tab ? "page" : undefined}
              data-testid={`notices-${each}`}
            >
              {label}
            </Link>
          ))}
        </nav>
      </header>
      {tab === "inbox" && <Inbox />}
      {tab === "corrections" && <Corrections />}
      {tab === "channels" && <Channels />}
    </div>
  );
}
