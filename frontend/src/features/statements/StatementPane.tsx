import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouteContext } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import {
  listLines,
  readStatement,
  replyToStatement,
  type StatementDetail,
  type StatementLine,
} from "@/api/statements";
import { localised } from "@/shared/i18n/locale";
import { MoreButton } from "@/shared/lists/MoreButton";
import { usePaged } from "@/shared/lists/usePaged";
import { formatPlain } from "@/shared/money/money";
import { AnswerBar } from "@/shared/statements/AnswerBar";
import { Answers, Seal } from "@/shared/statements/Seal";
import { Sums } from "@/shared/statements/Sums";
import { lineTitle } from "@/shared/statements/words";
import { dayOfYear } from "@/shared/time/time";
import { ErrorState, errorText, LoadingState } from "@/shared/ui/States";
import { causeWord, partyWord } from "@/shared/words/words";

const TEXT_MAX = 1000;

function why(line: StatementLine): string {
  const parts = [line.fine?.waybill, line.fine ? line.fine.bill_no : line.reference];
  if (line.why) {
    parts.push(causeWord(line.why.cause), localised(line.why.reason_zh, line.why.reason_en));
    parts.push(line.why.rule_version ? `${line.why.rule} v${line.why.rule_version}` : "");
    for (const share of line.why.shares) {
      if (share.amount_fen)
        parts.push(`${partyWord(share.party)} ${formatPlain(share.amount_fen)}`);
    }
    parts.push(line.why.decided_by, line.why.case);
  }
  if (line.corrects) parts.push(t`更正 ${line.corrects}`);
  if (line.continues) parts.push(t`入账见 ${line.continues}`);
  return parts.filter(Boolean).join(" · ");
}

const figure = (fen: number | undefined) => (fen ? formatPlain(fen) : "");

function Lines({ statementId }: { statementId: string }) {
  const { query, rows } = usePaged(["statement-lines", statementId], (cursor) =>
    listLines(statementId, cursor),
  );
  if (query.isPending) return <LoadingState />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  return (
    <>
      <table className="sd-table sm-lines">
        <thead>
          <tr>
            <th>{t`序`}</th>
            <th>{t`日期`}</th>
            <th>{t`事项与原因`}</th>
            <th className="sd-num">{t`扣款`}</th>
            <th className="sd-num">{t`承担`}</th>
            <th className="sd-num">{t`入账`}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((line) => (
            <tr key={line.no}>
              <td>{line.no}</td>
              <td>{dayOfYear(line.at)}</td>
              <td>
                {lineTitle(line)}
                <span className="sd-muted">{why(line)}</span>
              </td>
              <td className="sd-num">{figure(line.charged_fen)}</td>
              <td className="sd-num">{figure(line.borne_fen)}</td>
              <td className="sd-num">{formatPlain(line.amount_fen)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <MoreButton query={query} />
    </>
  );
}

function Reply({ statement }: { statement: StatementDetail }) {
  const queries = useQueryClient();
  const [text, setText] = useState("");
  const replying = useMutation({
    mutationFn: () => replyToStatement(statement.id, text.trim()),
    onSuccess: (after) => {
      setText("");
      queries.setQueryData(["statement", statement.id], after);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim()) replying.mutate();
  };
  return (
    <form className="sm-reply" onSubmit={submit}>
      <label htmlFor="reply" className="sd-label">
        <Trans>答复这份异议</Trans>
      </label>
      <textarea
        id="reply"
        className="sd-area"
        rows={2}
        maxLength={TEXT_MAX}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {replying.isError && (
        <p className="sd-error" role="alert">
          {errorText(replying.error)}
        </p>
      )}
      <button type="submit" className="sd-btn" disabled={!text.trim() || replying.isPending}>
        <Trans>答复</Trans>
      </button>
    </form>
  );
}

/** One statement with its lines; its party answers it here, finance replies. */
export function StatementPane({ statementId }: { statementId: string }) {
  const { session } = useRouteContext({ from: "/firm" });
  const query = useQuery({
    queryKey: ["statement", statementId],
    queryFn: () => readStatement(statementId),
  });
  if (query.isPending) return <LoadingState />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  const statement = query.data;
  const maySay = session.permissions.includes("disputes_decide") && !statement.is_mine;
  return (
    <section className="sm-pane" aria-label={statement.number} data-testid="statement-pane">
      <header>
        <h2>{statement.party_name}</h2>
        <p className="sd-muted">
          {statement.number} · {statement.month}
        </p>
      </header>
      <Sums statement={statement} />
      <Lines statementId={statementId} />
      <Answers statement={statement} />
      {maySay && statement.answer === "disputed" && <Reply statement={statement} />}
      <Seal statement={statement} />
      <AnswerBar statement={statement} />
    </section>
  );
}
