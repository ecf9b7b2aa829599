import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useRouteContext, useSearch } from "@tanstack/react-router";
import {
  type Answer,
  archiveUrl,
  listStatementMonths,
  listStatements,
  type Statement,
  type StatementMonth,
} from "@/api/statements";
import { MoreButton } from "@/shared/lists/MoreButton";
import { usePaged } from "@/shared/lists/usePaged";
import { formatPlain } from "@/shared/money/money";
import { answerWord } from "@/shared/statements/words";
import { EmptyState, ErrorState, LoadingState } from "@/shared/ui/States";
import { StatementPane } from "./StatementPane";
import "./statements.css";

const ANSWERS: Answer[] = ["unseen", "seen", "disputed", "accepted"];

function Archive({ month }: { month: StatementMonth }) {
  const made = month.papers;
  const wanted = month.statements;
  if (made < wanted) {
    return (
      <span className="sd-muted">
        <Trans>
          PDF 正在生成 {made} / {wanted}
        </Trans>
      </span>
    );
  }
  return (
    <a className="sd-btn" href={archiveUrl(month.month)} download data-testid="archive">
      <Trans>下载全部 PDF</Trans>
    </a>
  );
}

function Head({ months, current }: { months: StatementMonth[]; current: StatementMonth }) {
  const { session } = useRouteContext({ from: "/firm" });
  const search = useSearch({ from: "/firm/statements/{-$statementId}" });
  const navigate = useNavigate({ from: "/statements/{-$statementId}" });
  const change = (next: { month?: string; answer?: Answer }) =>
    navigate({
      params: { statementId: undefined },
      search: (before) => ({ ...before, ...next }),
      replace: true,
    });
  const seesAll = session.permissions.includes("ledger_read");
  return (
    <header className="sm-head">
      <h1>
        <Trans>对账单</Trans>
      </h1>
      <select
        className="sd-input"
        aria-label={t`月份`}
        value={current.month}
        onChange={(event) => change({ month: event.target.value, answer: undefined })}
        data-testid="statement-month"
      >
        {months.map((each) => (
          <option key={each.month} value={each.month}>
            {each.month}
          </option>
        ))}
      </select>
      {seesAll && (
        <div className="sd-seg" role="radiogroup" aria-label={t`按答复看`}>
          {([undefined, ...ANSWERS] as const).map((each) => (
            <label key={each ?? "all"}>
              <input
                type="radio"
                name="answer"
                checked={search.answer === each}
                onChange={() => change({ answer: each })}
              />
              {each ? `${answerWord(each)} ${current[each]}` : t`全部 ${current.statements}`}
            </label>
          ))}
        </div>
      )}
      {seesAll && (
        <span className="sm-files">
          <Archive month={current} />
        </span>
      )}
    </header>
  );
}

function Row({ statement, isOpen }: { statement: Statement; isOpen: boolean }) {
  return (
    <tr data-open={isOpen || undefined}>
      <td>
        <Link
          to="/statements/{-$statementId}"
          params={{ statementId: statement.id }}
          search={(before) => before}
          aria-current={isOpen ? "true" : undefined}
          data-testid="statement-row"
          data-number={statement.number}
        >
          {statement.number}
        </Link>
      </td>
      <td>
        {statement.party_name}{" "}
        <span className="sd-muted">
          {statement.party === "agent" ? t`坐席` : statement.party_code}
        </span>
      </td>
      <td className="sd-num">{formatPlain(statement.closing_fen)}</td>
      <td className="sd-num">{formatPlain(statement.payable_fen)}</td>
      <td>{answerWord(statement.answer)}</td>
    </tr>
  );
}

function Table({ rows, openId }: { rows: Statement[]; openId: string | undefined }) {
  return (
    <table className="sd-table sm-table">
      <thead>
        <tr>
          <th>{t`编号`}</th>
          <th>{t`对象`}</th>
          <th className="sd-num">{t`期末余额`}</th>
          <th className="sd-num">{t`应付`}</th>
          <th>{t`答复`}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((each) => (
          <Row key={each.id} statement={each} isOpen={each.id === openId} />
        ))}
      </tbody>
    </table>
  );
}

/** A month's sealed statements: who has seen, accepted, disputed; one's own for an agent. */
export function StatementsPage() {
  const { statementId } = useParams({ from: "/firm/statements/{-$statementId}" });
  const search = useSearch({ from: "/firm/statements/{-$statementId}" });
  const months = useQuery({ queryKey: ["statement-months"], queryFn: listStatementMonths });
  const all = months.data?.items ?? [];
  const current = all.find((each) => each.month === search.month) ?? all[0];
  const filter = { month: current?.month, answer: search.answer };
  const { query, rows } = usePaged(["statements", filter], (cursor) =>
    current ? listStatements(filter, cursor) : Promise.resolve({ items: [], next_cursor: null }),
  );
  if (months.isPending) return <LoadingState />;
  if (months.isError) {
    return <ErrorState error={months.error} onRetry={() => months.refetch()} />;
  }
  if (!current) {
    return (
      <EmptyState title={t`还没有对账单`}>
        <Trans>月结以后，网点和坐席的对账单会列在这里。</Trans>
      </EmptyState>
    );
  }
  const openId = statementId ?? rows[0]?.id;
  return (
    <div className="sm">
      <section className="sm-list" aria-label={t`对账单`}>
        <Head months={all} current={current} />
        {query.isPending && <LoadingState />}
        {query.isError && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
        {query.isSuccess && rows.length === 0 && <EmptyState title={t`没有这样的对账单`} />}
        {rows.length > 0 && <Table rows={rows} openId={openId} />}
        <MoreButton query={query} />
      </section>
      {openId && <StatementPane key={openId} statementId={openId} />}
    </div>
  );
}
