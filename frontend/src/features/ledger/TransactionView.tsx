import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type LedgerTransaction, readTransaction } from "@/api/ledger";
import { formatPlain } from "@/shared/money/money";
import { dayAndTime, fullDay, timeWithSeconds } from "@/shared/time/time";
import { ErrorState, LoadingState } from "@/shared/ui/States";
import { accountWord, groupWord, kindWord } from "./words";

function Other({ id, children }: { id: string; children: string }) {
  return (
    <Link
      from="/ledger"
      to="/ledger"
      search={(before) => ({ ...before, transaction: id })}
      data-testid="ledger-other"
    >
      {children}
    </Link>
  );
}

function Lines({ found }: { found: LedgerTransaction }) {
  return (
    <table className="sd-table lg-lines">
      <thead>
        <tr>
          <th>{t`科目`}</th>
          <th className="sd-num">{t`借方`}</th>
          <th className="sd-num">{t`贷方`}</th>
        </tr>
      </thead>
      <tbody>
        {found.lines.map((line) => (
          <tr key={line.line}>
            <td>
              <Link
                from="/ledger"
                to="/ledger"
                search={{ account: line.account, month: found.month, transaction: found.id }}
              >
                {accountWord(line.account, line.label)}
              </Link>
              <span className="sd-muted">{groupWord(line.account.split("/", 1)[0] ?? "")}</span>
            </td>
            <td className="sd-num">{line.amount_fen > 0 ? formatPlain(line.amount_fen) : ""}</td>
            <td className="sd-num">{line.amount_fen < 0 ? formatPlain(-line.amount_fen) : ""}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Proof({ found }: { found: LedgerTransaction }) {
  return (
    <section>
      <h3>{t`凭据`}</h3>
      <dl className="lg-facts">
        <dt>{t`叶哈希`}</dt>
        <dd className="lg-hash" data-testid="leaf-hash">
          {found.leaf_hash}
        </dd>
        <dt>{t`封存`}</dt>
        <dd data-testid="seal">
          {found.seal
            ? t`第 ${found.seal.number} 号封存，${dayAndTime(found.seal.sealed_at)}，位置 ${found.position ?? 0}`
            : t`还没有封存，后台每分钟封存一次`}
        </dd>
        {found.seal && (
          <>
            <dt>{t`封存根`}</dt>
            <dd className="lg-hash">{found.seal.root}</dd>
          </>
        )}
        <dt>{t`编号`}</dt>
        <dd className="lg-hash">{found.key}</dd>
      </dl>
    </section>
  );
}

/** One transaction: its entries, what it is about, what undid it, and its proof. */
export function TransactionView({ id }: { id: string }) {
  const query = useQuery({
    queryKey: ["ledger", "transaction", id],
    queryFn: () => readTransaction(id),
  });
  if (query.isPending) return <LoadingState />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  const found = query.data;
  return (
    <>
      <header className="lg-head">
        <h2>{kindWord(found.kind)}</h2>
        <Link
          from="/ledger"
          to="/ledger"
          search={(before) => ({ ...before, transaction: undefined })}
          className="sd-btn"
          data-variant="link"
        >
          <Trans>收起</Trans>
        </Link>
      </header>
      <p className="sd-muted">
        {fullDay(found.posted_at)} {timeWithSeconds(found.posted_at)} · {found.reference}
      </p>
      <Lines found={found} />
      {(found.reverses || found.reversed_by) && (
        <p data-testid="reversal">
          {found.reverses && <Other id={found.reverses}>{t`冲销的是这一笔`}</Other>}
          {found.reversed_by && <Other id={found.reversed_by}>{t`已由这一笔冲销`}</Other>}
        </p>
      )}
      {found.about.map((each) => (
        <p key={each.fine_id}>
          <Link to="/fines/{-$fineId}" params={{ fineId: each.fine_id }} data-testid="about-fine">
            <Trans>罚款 {each.waybill}</Trans>
          </Link>
        </p>
      ))}
      <Proof found={found} />
    </>
  );
}
