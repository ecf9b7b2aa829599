import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { ledgerFile, readLedgerOverview, readTrialBalance } from "@/api/ledger";
import { ErrorState, LoadingState } from "@/shared/ui/States";
import { AccountView } from "./AccountView";
import { Balances } from "./Balances";
import { Standing } from "./Standing";
import { TransactionView } from "./TransactionView";
import "./ledger.css";

/** The books: balances on the left, an account's entries in the middle, one transaction right. */
export function LedgerPage() {
  const { account, month, transaction } = useSearch({ from: "/firm/ledger" });
  const balances = useQuery({ queryKey: ["ledger", "balances"], queryFn: readTrialBalance });
  const overview = useQuery({ queryKey: ["ledger", "overview"], queryFn: readLedgerOverview });
  if (balances.isPending || overview.isPending) return <LoadingState />;
  if (balances.isError)
    return <ErrorState error={balances.error} onRetry={() => balances.refetch()} />;
  if (overview.isError)
    return <ErrorState error={overview.error} onRetry={() => overview.refetch()} />;
  const wrong = overview.data.anomalies.length;
  return (
    <div className="lg">
      <header className="lg-bar">
        <h1>
          <Trans>账本</Trans>
        </h1>
        <span className="sd-muted">
          <Trans>当前月份 {overview.data.open_month}</Trans>
          {overview.data.last_closed && (
            <>
              {" · "}
              <Trans>已关账至 {overview.data.last_closed}</Trans>
            </>
          )}
        </span>
        <Link
          from="/ledger"
          to="/ledger"
          search={{}}
          className="sd-btn"
          aria-current={account ? undefined : "page"}
          data-testid="show-standing"
        >
          {wrong > 0 ? <Trans>异常与封存（{wrong}）</Trans> : <Trans>异常与封存</Trans>}
        </Link>
        <a className="sd-btn" href={ledgerFile()} download data-testid="export-balances">
          <Trans>导出科目余额</Trans>
        </a>
      </header>
      <div className="lg-body" data-wide={transaction ? undefined : true}>
        <Balances balances={balances.data} current={account} />
        <section className="lg-main">
          {account ? (
            <AccountView name={account} month={month} transaction={transaction} />
          ) : (
            <Standing overview={overview.data} />
          )}
        </section>
        {transaction && (
          <aside className="lg-side" data-testid="ledger-transaction">
            <TransactionView id={transaction} />
          </aside>
        )}
      </div>
    </div>
  );
}
