import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import { listStatements, type Statement } from "@/api/statements";
import { MoreButton } from "@/shared/lists/MoreButton";
import { usePaged } from "@/shared/lists/usePaged";
import { formatYuan } from "@/shared/money/money";
import { answerWord } from "@/shared/statements/words";
import { EmptyState, ErrorState, LoadingState } from "@/shared/ui/States";
import { OwnerFrame } from "./OwnerFrame";

function Item({ statement }: { statement: Statement }) {
  const fen = statement.payable_fen;
  return (
    <li>
      <Link
        to="/owner/statements/$statementId"
        params={{ statementId: statement.id }}
        className="ow-fine"
        data-testid="owner-statement"
        data-number={statement.number}
      >
        <span className="ow-line">
          <b>
            {statement.month} {statement.party_name}
          </b>
          <b className={fen > 0 ? "sd-gain" : fen === 0 ? "sd-zero" : ""}>
            {formatYuan(fen, true)}
          </b>
        </span>
        <span className="ow-line sd-muted">
          <span>{statement.number}</span>
          <span>{answerWord(statement.answer)}</span>
        </span>
      </Link>
    </li>
  );
}

/** All statements of the owner's stations, the newest month first. */
export function OwnerStatements() {
  const { query, rows } = usePaged(["statements", {}], (cursor) => listStatements({}, cursor));
  return (
    <OwnerFrame>
      <header className="ow-head">
        <h1 className="ow-name">
          <Trans>对账单</Trans>
        </h1>
      </header>
      {query.isPending && <LoadingState />}
      {query.isError && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {query.isSuccess && rows.length === 0 && (
        <EmptyState title={t`还没有对账单`}>{t`客服公司月结以后，每月一份会列在这里。`}</EmptyState>
      )}
      <ul>
        {rows.map((each) => (
          <Item key={each.id} statement={each} />
        ))}
      </ul>
      <MoreButton query={query} />
    </OwnerFrame>
  );
}
