import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Link, useParams, useRouteContext } from "@tanstack/react-router";
import { Couriers } from "./Couriers";
import { CustomerFiles } from "./CustomerFiles";
import { PromiseList } from "./PromiseList";
import { RevealLog } from "./RevealLog";
import "./customers.css";

const TABS = ["files", "promises", "couriers", "reveals"] as const;
type Tab = (typeof TABS)[number];

export function CustomersPage() {
  const { tab: given } = useParams({ from: "/firm/customers/{-$tab}" });
  const { session } = useRouteContext({ from: "/firm" });
  const tab: Tab = TABS.find((each) => each === given) ?? "files";
  const may = (permission: string) => session.permissions.includes(permission);
  const labels: Record<Tab, string> = {
    files: t`客户档案`,
    promises: t`对客户承诺`,
    couriers: t`业务员`,
    reveals: t`查看记录`,
  };
  const tabs = TABS.filter((each) => each !== "reveals" || may("reveals_read"));
  return (
    <div className="cs">
      <header>
        <h1>
          <Trans>客户与承诺</Trans>
        </h1>
        <nav className="cs-tabs" aria-label={t`客户与承诺`}>
          {tabs.map((each) => (
            <Link
              key={each}
              to="/customers/{-$tab}"
              params={{ tab: each }}
              search={{}}
              data-current={each === tab || undefined}
              aria-current={each === tab ? "page" : undefined}
              data-testid={`tab-${each}`}
            >
              {labels[each]}
            </Link>
          ))}
        </nav>
      </header>
      {tab === "files" && <CustomerFiles mayChange={may("customers_manage")} />}
      {tab === "promises" && <PromiseList />}
      {tab === "couriers" && <Couriers mayChange={may("stations_manage")} />}
      {tab === "reveals" && may("reveals_read") && <RevealLog />}
    </div>
  );
}
