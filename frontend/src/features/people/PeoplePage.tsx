import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Link, useParams, useRouteContext } from "@tanstack/react-router";
import { Assignments } from "./Assignments";
import { Members } from "./Members";
import { Stations } from "./Stations";
import "./people.css";

type Tab = "assignments" | "stations" | "members";

export function PeoplePage() {
  const { tab: given } = useParams({ from: "/firm/people/{-$tab}" });
  const { session } = useRouteContext({ from: "/firm" });
  const tab: Tab = given === "stations" || given === "members" ? given : "assignments";
  const may = (permission: string) => session.permissions.includes(permission);
  const tabs: [Tab, string][] = [
    ["assignments", t`分配`],
    ["stations", t`网点`],
    ["members", t`成员`],
  ];
  return (
    <div className="pp">
      <header>
        <h1>
          <Trans>网点与分配</Trans>
        </h1>
        <nav className="pp-tabs" aria-label={t`网点与分配`}>
          {tabs.map(([each, label]) => (
            <Link
              key={each}
              to="/people/{-$tab}"
              params={{ tab: each }}
              data-current={each === tab || undefined}
              aria-current={each === tab ? "page" : undefined}
              data-testid={`tab-${each}`}
            >
              {label}
            </Link>
          ))}
        </nav>
      </header>
      {tab === "assignments" && <Assignments />}
      {tab === "stations" && <Stations mayChange={may("stations_manage")} />}
      {tab === "members" && <Members mayAdd={may("members_manage")} />}
    </div>
  );
}
