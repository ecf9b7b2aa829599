import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams, useRouteContext } from "@tanstack/react-router";
import { listMonths, type Month } from "@/api/closing";
import { EmptyState, ErrorState, LoadingState } from "@/shared/ui/States";
import { ChecklistTab } from "./ChecklistTab";
import { DeductionsTab } from "./DeductionsTab";
import { FeesTab } from "./FeesTab";
import { SettlementsTab } from "./SettlementsTab";
import { WagesTab } from "./WagesTab";
import { isUnderWay, monthStateWord } from "./words";
import "./closing.css";

const POLL_MS = 1_500;

type Tab = "checklist" | "wages" | "notices" | "fees" | "settlements";

function useTabs(): [Tab, string][] {
  const { session } = useRouteContext({ from: "/firm" });
  const seesWages = session.permissions.includes("wages_manage");
  const tabs: [Tab, string][] = [
    ["checklist", t`检查与结账`],
    ["wages", t`工资`],
    ["notices", t`扣款通知`],
    ["fees", t`服务费`],
    ["settlements", t`结算`],
  ];
  return tabs.filter(([tab]) => tab !== "wages" || seesWages);
}

function MonthList({ months, current }: { months: Month[]; current: string }) {
  return (
    <nav className="cl-months" aria-label={t`月份`}>
      {months.map((each) => (
        <Link
          key={each.period}
          to="/months/{-$period}/{-$tab}"
          params={{ period: each.period, tab: undefined }}
          data-current={each.period === current || undefined}
          aria-current={each.period === current ? "page" : undefined}
        >
          <span>{each.period}</span>
          <span className="sd-muted">{monthStateWord(each.state)}</span>
        </Link>
      ))}
    </nav>
  );
}

function MonthBody({ month, tab }: { month: Month; tab: Tab }) {
  if (tab === "wages") return <WagesTab month={month} />;
  if (tab === "notices") return <DeductionsTab month={month} />;
  if (tab === "fees") return <FeesTab month={month} />;
  if (tab === "settlements") return <SettlementsTab month={month} />;
  return <ChecklistTab month={month} />;
}

/** The firm's months: what each still lacks, its close, and what is left to settle. */
export function ClosingPage() {
  const { period, tab: given } = useParams({ from: "/firm/months/{-$period}/{-$tab}" });
  const tabs = useTabs();
  const query = useQuery({
    queryKey: ["months"],
    queryFn: listMonths,
    refetchInterval: (found) =>
      found.state.data?.items.some((each) => isUnderWay(each.state)) ? POLL_MS : false,
  });
  if (query.isPending) return <LoadingState />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  const months = query.data.items;
  const latestOpen = months.filter((each) => each.state !== "done").at(-1);
  const month = months.find((each) => each.period === period) ?? latestOpen ?? months[0];
  if (!month) return <EmptyState title={t`还没有月份`} />;
  const tab = tabs.find(([each]) => each === given)?.[0] ?? "checklist";
  return (
    <div className="cl">
      <aside>
        <h1>
          <Trans>月结</Trans>
        </h1>
        <MonthList months={months} current={month.period} />
      </aside>
      <section>
        <header>
          <h2>
            {month.period} <small>{monthStateWord(month.state)}</small>
          </h2>
          <nav className="cl-tabs" aria-label={t`${month.period} 月结`}>
            {tabs.map(([each, label]) => (
              <Link
                key={each}
                to="/months/{-$period}/{-$tab}"
                params={{ period: month.period, tab: each === "checklist" ? undefined : each }}
                data-current={each === tab || undefined}
                aria-current={each === tab ? "page" : undefined}
                data-testid={`month-${each}`}
              >
                {label}
              </Link>
            ))}
          </nav>
        </header>
        <MonthBody key={month.period} month={month} tab={tab} />
      </section>
    </div>
  );
}
