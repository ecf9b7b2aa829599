import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Link, useParams, useRouteContext } from "@tanstack/react-router";
import { AwardList } from "./AwardList";
import { LossList } from "./LossList";
import "./losses.css";

type Tab = "awards" | "losses";

/** Money that no fine's own line says: awards that came back, losses without a bill line. */
export function LossesPage() {
  const { tab: given } = useParams({ from: "/firm/losses/{-$tab}" });
  const { session } = useRouteContext({ from: "/firm" });
  const may = (permission: string) => session.permissions.includes(permission);
  const maySeeAwards = may("ledger_read") || may("fines_decide");
  const tab: Tab = maySeeAwards && given !== "losses" ? "awards" : "losses";
  const tabs: [Tab, string][] = [
    ["awards", t`返款`],
    ["losses", t`损失`],
  ];
  return (
    <div className="ls">
      <header>
        <h1>
          <Trans>返款与损失</Trans>
        </h1>
        {maySeeAwards && (
          <nav className="ls-tabs" aria-label={t`返款与损失`}>
            {tabs.map(([each, label]) => (
              <Link
                key={each}
                to="/losses/{-$tab}"
                params={{ tab: each }}
                data-current={each === tab || undefined}
                aria-current={each === tab ? "page" : undefined}
                data-testid={`tab-${each}`}
              >
                {label}
              </Link>
            ))}
          </nav>
        )}
      </header>
      {tab === "awards" ? <AwardList mayDecide={may("fines_decide")} /> : <LossList />}
    </div>
  );
}
