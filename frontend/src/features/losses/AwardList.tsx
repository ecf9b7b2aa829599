import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { type Award, listAwards } from "@/api/losses";
import { MoreButton } from "@/shared/lists/MoreButton";
import { usePaged } from "@/shared/lists/usePaged";
import { formatYuan } from "@/shared/money/money";
import { dayAndTime } from "@/shared/time/time";
import { EmptyState, ErrorState, LoadingState } from "@/shared/ui/States";
import { partyWord } from "@/shared/words/words";
import { AwardDecision } from "./AwardDecision";
import { groundWord, waitWord } from "./words";

function Gone({ award }: { award: Award }) {
  const others = award.shares.filter((share) => share.party !== "station");
  return (
    <ul className="ls-gone">
      {others.map((share) => (
        <li key={share.fine_id + share.party + share.name}>
          <span>
            {partyWord(share.party)} {share.name}
          </span>
          <span className="sd-num">{formatYuan(share.amount_fen)}</span>
        </li>
      ))}
      {award.stations_fen > 0 && (
        <li>
          <span>{t`网点自留`}</span>
          <span className="sd-num">{formatYuan(award.stations_fen)}</span>
        </li>
      )}
    </ul>
  );
}

function Row({ award, onDecide }: { award: Award; onDecide?: () => void }) {
  const fineId = award.fines.find((fine) => fine.is_chosen)?.id ?? award.fines[0]?.id;
  return (
    <tr data-testid="award-row" data-status={award.status}>
      <td>
        <b>{award.station.name}</b>
        <br />
        <span className="sd-muted">{award.waybill || "—"}</span>
      </td>
      <td>
        {groundWord(award.ground)}
        <br />
        {award.case_id && award.case_number ? (
          <Link to="/desk/{-$caseId}" params={{ caseId: award.case_id }}>
            {award.case_number}
          </Link>
        ) : (
          <span className="sd-muted">{t`账单行`}</span>
        )}
      </td>
      <td>
        {dayAndTime(award.received_at)}
        <br />
        <span className="sd-muted">{award.line_id ? t`账单已到` : award.recorded_by}</span>
      </td>
      <td className="sd-num">
        <b>{formatYuan(award.amount_fen)}</b>
      </td>
      <td>
        {award.waits_for ? waitWord(award.waits_for) : <Gone award={award} />}
        {award.waits_for === "undecided" && fineId && (
          <>
            {" "}
            <Link to="/fines/{-$fineId}" params={{ fineId }}>
              <Trans>去定责</Trans>
            </Link>
          </>
        )}
      </td>
      <td className="sd-num">
        {onDecide && (
          <button type="button" className="sd-btn" onClick={onDecide} data-testid="award-decide">
            {award.status === "waiting" ? t`归谁` : t`改`}
          </button>
        )}
      </td>
    </tr>
  );
}

/** Awards: those that wait for something first, or those that were shared out. */
export function AwardList({ mayDecide }: { mayDecide: boolean }) {
  const [status, setStatus] = useState<"waiting" | "settled">("waiting");
  const [deciding, setDeciding] = useState<Award | null>(null);
  const { query, rows } = usePaged(["awards", status], (cursor) => listAwards(status, cursor));
  const views = [
    ["waiting", t`待处理`],
    ["settled", t`已退回`],
  ] as const;
  return (
    <>
      <div className="ls-bar">
        <div className="sd-seg" role="radiogroup" aria-label={t`看哪些`}>
          {views.map(([each, label]) => (
            <label key={each}>
              <input
                type="radio"
                name="award-view"
                checked={status === each}
                onChange={() => setStatus(each)}
                data-testid={`awards-${each}`}
              />
              {label}
            </label>
          ))}
        </div>
        <p className="sd-muted">
          <Trans>返款按各方实际承担退回；没人承担的部分归网点。</Trans>
        </p>
      </div>
      {query.isPending && <LoadingState />}
      {query.isError && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {query.isSuccess && rows.length === 0 && (
        <EmptyState title={status === "waiting" ? t`没有待处理的返款` : t`还没有退回的返款`}>
          {t`仲裁工作项里登记的返款和账单上的返款行，会自动排在这里。`}
        </EmptyState>
      )}
      {rows.length > 0 && (
        <table className="sd-table ls-table">
          <thead>
            <tr>
              <th>{t`网点、运单`}</th>
              <th>{t`仲裁`}</th>
              <th>{t`到账`}</th>
              <th className="sd-num">{t`金额`}</th>
              <th>{status === "waiting" ? t`等什么` : t`退给谁`}</th>
              <th>
                <span className="sd-sr">{t`更改`}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row
                key={row.id}
                award={row}
                onDecide={mayDecide ? () => setDeciding(row) : undefined}
              />
            ))}
          </tbody>
        </table>
      )}
      <MoreButton query={query} />
      {deciding && <AwardDecision award={deciding} onClose={() => setDeciding(null)} />}
    </>
  );
}
