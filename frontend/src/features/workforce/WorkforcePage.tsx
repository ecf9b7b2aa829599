import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Link, useParams, useRouteContext } from "@tanstack/react-router";
import { AbilityList } from "./AbilityList";
import { Covers } from "./Covers";
import { Leave } from "./Leave";
import { Mine } from "./Mine";
import { Rota } from "./Rota";
import "./workforce.css";

type Tab = "mine" | "rota" | "leave" | "covers" | "abilities";

export function WorkforcePage() {
  const { tab: given } = useParams({ from: "/firm/workforce/{-$tab}" });
  const { session } = useRouteContext({ from: "/firm" });
  const leads = session.permissions.includes("assignments_manage");
  const tabs: [Tab, string][] = [
    ["mine", t`我的`],
    ["rota", t`班表`],
    ["leave", t`请假`],
    ["covers", t`代班`],
    ["abilities", t`能接什么`],
  ];
  const tab = tabs.find(([each]) => each === given)?.[0] ?? (leads ? "rota" : "mine");
  return (
    <div className="wf">
      <header>
        <h1>
          <Trans>班次</Trans>
        </h1>
        <nav className="wf-tabs" aria-label={t`班次`}>
          {tabs.map(([each, label]) => (
            <Link
              key={each}
              to="/workforce/{-$tab}"
              params={{ tab: each }}
              data-current={each === tab || undefined}
              aria-current={each === tab ? "page" : undefined}
              data-testid={`wf-${each}`}
            >
              {label}
            </Link>
          ))}
        </nav>
      </header>
      {tab === "mine" && <Mine />}
      {tab === "rota" && <Rota mayChange={leads} />}
      {tab === "leave" && <Leave leads={leads} me={session.member.id} />}
      {tab === "covers" && <Covers mayChange={leads} />}
      {tab === "abilities" && <AbilityList mayChange={leads} />}
    </div>
  );
}
