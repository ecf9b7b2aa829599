import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { readFine } from "@/api/fines";
import { type LineWhy, readLine, readStatement, type StatementLine } from "@/api/statements";
import { localised } from "@/shared/i18n/locale";
import { formatYuan } from "@/shared/money/money";
import { lineTitle, movementWord, shareOf } from "@/shared/statements/words";
import { dayAndTime, dayOfYear } from "@/shared/time/time";
import { Icon } from "@/shared/ui/Icon";
import { EmptyState, ErrorState, LoadingState } from "@/shared/ui/States";
import { Waybill } from "@/shared/waybill/Waybill";
import { causeWord } from "@/shared/words/words";
import { Why } from "./OwnerFine";
import { OwnerFrame } from "./OwnerFrame";
import { WhoBore } from "./WhoBore";
import "@/shared/statements/statements.css";

function Figures({ line }: { line: StatementLine }) {
  if (!line.fine) {
    return (
      <p className="ow-figure" data-testid="line-amount">
        {formatYuan(line.amount_fen, true)}
      </p>
    );
  }
  const amount = line.amount_fen;
  return (
    <dl className="ow-figures">
      <div>
        <dt>{t`罚款`}</dt>
        <dd>{formatYuan(line.fine.amount_fen)}</dd>
      </div>
      <div>
        <dt>{t`您承担`}</dt>
        <dd data-testid="line-borne">{formatYuan(line.borne_fen ?? 0)}</dd>
      </div>
      <div>
        <dt>{t`入账`}</dt>
        <dd className={amount > 0 ? "sd-gain" : amount === 0 ? "sd-zero" : ""}>
          {formatYuan(amount, true)}
        </dd>
      </div>
    </dl>
  );
}

function Decision({ why }: { why: LineWhy }) {
  const rule = why.rule_version ? `${why.rule} v${why.rule_version}` : t`按原因默认`;
  return (
    <section className="ow-section" aria-label={t`定责`}>
      <p className="ow-line">
        <b>
          <Trans>定责</Trans> · {causeWord(why.cause)}
        </b>
        <span className="sd-muted">
          {why.decided_by} {dayAndTime(why.decided_at)}
        </span>
      </p>
      <p className="ow-line sd-muted">
        <span>{rule}</span>
        <span>{why.case}</span>
      </p>
    </section>
  );
}

/** Clock and custody are read from the fine as it stands; reasons as sealed where it cannot be. */
function Reasons({ line }: { line: StatementLine }) {
  const fineId = line.fine?.id ?? "";
  const fine = useQuery({
    queryKey: ["fine", fineId],
    queryFn: () => readFine(fineId),
    enabled: fineId !== "",
    retry: false,
  });
  if (fine.data && (fine.data.custody.length > 0 || fine.data.proposal)) {
    return <Why fine={fine.data} />;
  }
  const sealed = localised(line.why?.reason_zh, line.why?.reason_en);
  if (!sealed) return null;
  return (
    <section className="ow-section" aria-label={t`为什么`}>
      <ul className="ow-reasons">
        <li>
          <Icon name="check" />
          {sealed}
        </li>
      </ul>
    </section>
  );
}

function Source({ line }: { line: StatementLine }) {
  const bill = line.fine ? `${line.fine.bill_no} · ${line.fine.line_no}` : line.reference;
  return (
    <section className="ow-section" aria-label={t`凭证`}>
      <p className="ow-line">
        <span>{line.fine ? t`总部账单` : t`摘要`}</span>
        <span className="sd-muted">{bill}</span>
      </p>
      {line.movements.map((each) => (
        <p className="ow-line sd-muted" key={each.transaction}>
          <span>
            {dayAndTime(each.posted_at)} {movementWord(each.kind)}
          </span>
          <span>{formatYuan(each.amount_fen, true)}</span>
        </p>
      ))}
      {line.corrects && (
        <p data-testid="line-corrects">
          <Trans>更正对账单 {line.corrects} 里的这一笔</Trans>
        </p>
      )}
      {line.continues && (
        <p className="sd-muted">
          <Trans>这笔的入账在对账单 {line.continues}</Trans>
        </p>
      )}
    </section>
  );
}

/** One line of a sealed statement: how much, who bears it, why; its fine can be disputed. */
export function OwnerStatementLine() {
  const { statementId, no } = useParams({ from: "/owner/statements/$statementId/lines/$no" });
  const number = Number(no);
  const statement = useQuery({
    queryKey: ["statement", statementId],
    queryFn: () => readStatement(statementId),
  });
  const query = useQuery({
    queryKey: ["statement-line", statementId, number],
    queryFn: () => readLine(statementId, number),
  });
  const line = query.data;
  const month = statement.data?.month ?? "";
  const count = statement.data?.line_count ?? 0;
  return (
    <OwnerFrame>
      <header className="ow-head ow-back">
        <Link to="/owner/statements/$statementId" params={{ statementId }} data-testid="owner-back">
          <Icon name="back" size={16} />
          <Trans>{month} 对账单</Trans>
        </Link>
        {count > 0 && (
          <span className="sd-muted ow-month">
            <Trans>
              第 {number} 行，共 {count} 行
            </Trans>
          </span>
        )}
      </header>
      {query.isPending && <LoadingState />}
      {query.isError && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {line === null && <EmptyState title={t`没有这一行`} />}
      {line && (
        <article data-testid="statement-line-page">
          <section className="ow-section">
            <h1 className="ow-h1">{lineTitle(line)}</h1>
            <p className="sd-muted">
              {line.fine?.waybill && <Waybill value={line.fine.waybill} />} {dayOfYear(line.at)}
            </p>
            <Figures line={line} />
          </section>
          {line.why && (
            <section className="ow-section" aria-label={t`谁承担`}>
              <h2 className="sd-label">
                <Trans>谁承担</Trans>
              </h2>
              <WhoBore
                firmFen={shareOf(line, "firm")}
                agentFen={shareOf(line, "agent")}
                stationFen={shareOf(line, "station")}
                undecidedFen={0}
                othersFen={shareOf(line, "counterparty")}
                isList
              />
            </section>
          )}
          <Reasons line={line} />
          {line.why && <Decision why={line.why} />}
          <Source line={line} />
          <footer className="st-answer">
            <div className="st-buttons">
              {line.fine ? (
                <Link
                  to="/owner/fines/$fineId"
                  params={{ fineId: line.fine.id }}
                  data-testid="line-dispute"
                >
                  <Trans>我有异议</Trans>
                </Link>
              ) : (
                <Link to="/owner/statements/$statementId" params={{ statementId }}>
                  <Trans>回到对账单</Trans>
                </Link>
              )}
              {number < count ? (
                <Link
                  to="/owner/statements/$statementId/lines/$no"
                  params={{ statementId, no: String(number + 1) }}
                  className="st-primary"
                >
                  <Trans>下一行</Trans>
                </Link>
              ) : (
                <Link
                  to="/owner/statements/$statementId"
                  params={{ statementId }}
                  className="st-primary"
                >
                  <Trans>看完了，去认可</Trans>
                </Link>
              )}
            </div>
          </footer>
        </article>
      )}
    </OwnerFrame>
  );
}
