import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Link, useParams, useRouteContext } from "@tanstack/react-router";
import { CalendarTab } from "./CalendarTab";
import { ExemptionsTab } from "./ExemptionsTab";
import { Recomputations } from "./Recomputations";
import { RulesTab } from "./RulesTab";
import "./policies.css";

type Tab = "rules" | "calendars" | "exemptions";

export function PoliciesPage() {
  const { tab: given } = useParams({ from: "/firm/policies/{-$tab}" });
  const { session } = useRouteContext({ from: "/firm" });
  const tab: Tab = given === "calendars" || given === "exemptions" ? given : "rules";
  const mayManage = session.permissions.includes("policies_manage");
  const tabs: [Tab, string][] = [
    ["rules", t`制度与版本`],
    ["calendars", t`日历`],
    ["exemptions", t`免考`],
  ];
  return (
    <div className="po">
      <header className="po-head">
        <h1>
          <Trans>制度</Trans>
        </h1>
        <nav className="po-tabs" aria-label={t`制度`}>
          {tabs.map(([each, label]) => (
            <Link
              key={each}
              to="/policies/{-$tab}"
              params={{ tab: each === "rules" ? undefined : each }}
              search={{}}
              data-current={each === tab || undefined}
              aria-current={each === tab ? "page" : undefined}
              data-testid={`policies-${each}`}
            >
              {label}
            </Link>
          ))}
        </nav>
        {mayManage && <Recomputations />}
      </header>
      {tab === "rules" && <RulesTab mayManage={mayManage} />}
      {tab === "calendars" && <CalendarTab mayManage={mayManage} />}
      {tab === "exemptions" && <ExemptionsTab mayManage={mayManage} />}
    </div>
  );
}
