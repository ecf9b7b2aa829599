import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type Account, type Entry, ledgerFile, listEntries, readAccount } from "@/api/ledger";
import { MoreButton } from "@/shared/lists/MoreButton";
import { usePaged } from "@/shared/lists/usePaged";
import { formatPlain } from "@/shared/money/money";
import { dayAndTime } from "@/shared/time/time";
import { EmptyState, ErrorState, LoadingState } from "@/shared/ui/States";
import { accountWord, groupWord, kindWord } from "./words";

function Row({
  entry,
  isCurrent,
  onShow,
}: {
  entry: Entry;
  isCurrent: boolean;
  onShow: () => void;
}) {
  const isUndone = entry.reversed_by !== null;
  return (
    <tr data-testid="ledger-entry" data-current={isCurrent || undefined}>
      <td className="lg-when">{dayAndTime(entry.posted_at)}</td>
      <td>
        <button type="button" className="lg-open" onClick={onShow} aria-pressed={isCurrent}>
          {kindWord(entry.kind)}
        </button>
        {isUndone && <span className="lg-undone">{t`已冲销`}</span>}
      </td>
      <td className="lg-reference">
        {entry.waybill ?? entry.reference}
        {entry.waybill && <span className="sd-muted">{entry.reference}</span>}
      </td>
      <td className="sd-num">{entry.amount_fen > 0 ? formatPlain(entry.amount_fen) : ""}</td>
      <td className="sd-num">{entry.amount_fen < 0 ? formatPlain(-entry.amount_fen) : ""}</td>
    </tr>
  );
}

function Sums({ account }: { account: Account }) {
  return (
    <dl className="lg-sums">
      <div>
        <dt>{t`期初`}</dt>
        <dd className="sd-num">{formatPlain(account.opening_fen)}</dd>
      </div>
      <div>
        <dt>{t`本月发生`}</dt>
        <dd className="sd-num">{formatPlain(account.moved_fen)}</dd>
      </div>
      <div>
        <dt>{t`期末`}</dt>
        <dd className="sd-num" data-testid="closing-balance">
          <b>{formatPlain(account.closing_fen)}</b>
        </dd>
      </div>
      <div>
        <dt>{t`分录`}</dt>
        <dd className="sd-num">{account.entry_count}</dd>
      </div>
    </dl>
  );
}

function Head({ account }: { account: Account }) {
  const navigate = useNavigate({ from: "/ledger" });
  const known = account.months.some((each) => each.month === account.month);
  return (
    <header className="lg-head">
      <div>
        <h2 data-testid="account-name">{accountWord(account.account, account.label)}</h2>
        <span className="sd-muted">
          {groupWord(account.group)} · {account.account}
        </span>
      </div>
      <label>
        <span className="sd-sr">{t`月份`}</span>
        <select
          className="sd-select"
          value={account.month}
          onChange={(event) =>
            navigate({
              search: { account: account.account, month: event.target.value },
            })
          }
          data-testid="account-month"
        >
          {!known && <option value={account.month}>{account.month}</option>}
          {account.months.map((each) => (
            <option key={each.month} value={each.month}>
              {each.is_closed ? t`${each.month} 已关账` : each.month}
            </option>
          ))}
        </select>
      </label>
      <a
        className="sd-btn"
        href={ledgerFile(account.account, account.month)}
        download
        data-testid="export-account"
      >
        <Trans>导出明细</Trans>
      </a>
    </header>
  );
}

/** One account in one month: its balances, and every entry, page by page. */
export function AccountView({
  name,
  month,
  transaction,
}: {
  name: string;
  month?: string;
  transaction?: string;
}) {
  const navigate = useNavigate({ from: "/ledger" });
  const account = useQuery({
    queryKey: ["ledger", "account", name, month],
    queryFn: () => readAccount(name, month),
  });
  const { query, rows } = usePaged(["ledger", "entries", name, month], (cursor) =>
    listEntries(name, month, cursor),
  );
  if (account.isPending || query.isPending) return <LoadingState />;
  if (account.isError)
    return <ErrorState error={account.error} onRetry={() => account.refetch()} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  return (
    <>
      <Head account={account.data} />
      <Sums account={account.data} />
      {rows.length === 0 && (
        <EmptyState title={t`这个月没有分录`}>{t`换一个月份看，余额照旧结转。`}</EmptyState>
      )}
      {rows.length > 0 && (
        <table className="sd-table lg-entries">
          <thead>
            <tr>
              <th>{t`入账时间`}</th>
              <th>{t`类型`}</th>
              <th>{t`运单号与摘要`}</th>
              <th className="sd-num">{t`借方`}</th>
              <th className="sd-num">{t`贷方`}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((entry) => (
              <Row
                key={`${entry.transaction_id}-${entry.line}`}
                entry={entry}
                isCurrent={entry.transaction_id === transaction}
                onShow={() =>
                  navigate({
                    search: (before) => ({ ...before, transaction: entry.transaction_id }),
                  })
                }
              />
            ))}
          </tbody>
        </table>
      )}
      <MoreButton query={query} />
    </>
  );
}
