import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { listLines, readStatement, type StatementLine } from "@/api/statements";
import { MoreButton } from "@/shared/lists/MoreButton";
import { usePaged } from "@/shared/lists/usePaged";
import { formatYuan } from "@/shared/money/money";
import { AnswerBar } from "@/shared/statements/AnswerBar";
import { Answers, Seal } from "@/shared/statements/Seal";
import { Sums } from "@/shared/statements/Sums";
import { lineTitle } from "@/shared/statements/words";
import { dayOfYear } from "@/shared/time/time";
import { Icon } from "@/shared/ui/Icon";
import { ErrorState, LoadingState } from "@/shared/ui/States";
import { causeWord } from "@/shared/words/words";
import { OwnerFrame } from "./OwnerFrame";

function LineItem({ statementId, line }: { statementId: string; line: StatementLine }) {
  const borne = formatYuan(line.borne_fen ?? 0);
  return (
    <li>
      <Link
        to="/owner/statements/$statementId/lines/$no"
        params={{ statementId, no: String(line.no) }}
        className="ow-fine"
        data-testid="statement-line"
      >
        <span className="ow-line">
          <b>{lineTitle(line)}</b>
          <b>{formatYuan(line.amount_fen, true)}</b>
        </span>
        <span className="ow-line sd-muted">
          <span>
            {dayOfYear(line.at)}
            {line.why ? ` · ${causeWord(line.why.cause)}` : line.fine ? "" : ` · ${line.reference}`}
          </span>
          {line.fine && (
            <span className="ow-nowrap">
              <Trans>您承担 {borne}</Trans>
            </span>
          )}
        </span>
      </Link>
    </li>
  );
}

/** One sealed month: what is payable and why, line by line; accepted in two taps. */
export function OwnerStatement() {
  const { statementId } = useParams({ from: "/owner/statements/$statementId" });
  const query = useQuery({
    queryKey: ["statement", statementId],
    queryFn: () => readStatement(statementId),
  });
  const { query: lines, rows } = usePaged(["statement-lines", statementId], (cursor) =>
    listLines(statementId, cursor),
  );
  const statement = query.data;
  const count = statement?.line_count ?? 0;
  return (
    <OwnerFrame>
      <header className="ow-head ow-back">
        <Link to="/owner/statements" data-testid="owner-back">
          <Icon name="back" size={16} />
          <Trans>对账单</Trans>
        </Link>
        {statement && <span className="sd-muted ow-month">{statement.number}</span>}
      </header>
      {query.isPending && <LoadingState />}
      {query.isError && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {statement && (
        <article data-testid="owner-statement-page">
          <section className="ow-section">
            <h1 className="ow-h1">
              {statement.month} {statement.party_name}
            </h1>
            <p className="sd-muted">{statement.firm_name}</p>
            <Sums statement={statement} />
          </section>
          <section aria-label={t`明细`}>
            <h2 className="sd-label ow-section">
              <Trans>明细 {count} 行，点开看原因</Trans>
            </h2>
            {lines.isError && <ErrorState error={lines.error} onRetry={() => lines.refetch()} />}
            <ul>
              {rows.map((line) => (
                <LineItem key={line.no} statementId={statementId} line={line} />
              ))}
            </ul>
            <MoreButton query={lines} />
          </section>
          <div className="ow-section">
            <Answers statement={statement} />
            <Seal statement={statement} />
          </div>
          <AnswerBar statement={statement} />
        </article>
      )}
    </OwnerFrame>
  );
}
