import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { type Loss, type LossStatus, listLosses } from "@/api/losses";
import { MoreButton } from "@/shared/lists/MoreButton";
import { usePaged } from "@/shared/lists/usePaged";
import { formatYuan } from "@/shared/money/money";
import { dayAndTime } from "@/shared/time/time";
import { EmptyState, ErrorState, LoadingState } from "@/shared/ui/States";
import { LossDecision } from "./LossDecision";
import { lossStatusWord, lossWord } from "./words";

const VIEWS: LossStatus[] = ["entered", "suggested", "approved", "refused"];

function Row({ loss, onOpen }: { loss: Loss; onOpen: () => void }) {
  const isOpen = loss.status === "entered" || loss.status === "suggested";
  return (
    <tr data-testid="loss-row" data-status={loss.status}>
      <td>
        <b>{loss.station.name}</b>
        <br />
        <span className="sd-muted">{loss.waybill || "—"}</span>
      </td>
      <td>
        {lossWord(loss.kind)}
        <br />
        <Link to="/desk/{-$caseId}" params={{ caseId: loss.case_id }}>
          {loss.case_number}
        </Link>
      </td>
      <td className="ls-text">{loss.text}</td>
      <td className="sd-num">
        <b>{formatYuan(loss.amount_fen)}</b>
      </td>
      <td>
        {loss.entered_by}
        <br />
        <span className="sd-muted">{dayAndTime(loss.entered_at)}</span>
      </td>
      <td>
        {lossStatusWord(loss.status)}
        {loss.decided_by && (
          <>
            <br />
            <span className="sd-muted">
              {loss.decided_by} {loss.reason}
            </span>
          </>
        )}
      </td>
      <td className="sd-num">
        {isOpen && (
          <button type="button" className="sd-btn" onClick={onOpen} data-testid="loss-open">
            <Trans>看</Trans>
          </button>
        )}
        {loss.fine_id && (
          <Link to="/fines/{-$fineId}" params={{ fineId: loss.fine_id }}>
            <Trans>定责</Trans>
          </Link>
        )}
      </td>
    </tr>
  );
}

/** Losses without a bill line; what waits for approval first. */
export function LossList() {
  const [status, setStatus] = useState<LossStatus>("entered");
  const [open, setOpen] = useState<Loss | null>(null);
  const { query, rows } = usePaged(["losses", status], (cursor) => listLosses(status, cursor));
  return (
    <>
      <div className="ls-bar">
        <div className="sd-seg" role="radiogroup" aria-label={t`看哪些`}>
          {VIEWS.map((each) => (
            <label key={each}>
              <input
                type="radio"
                name="loss-view"
                checked={status === each}
                onChange={() => setStatus(each)}
                data-testid={`losses-${each}`}
              />
              {lossStatusWord(each)}
            </label>
          ))}
        </div>
        <p className="sd-muted">
          <Trans>账单上没有的损失，在工作项里附证据登记，由别人批准后转入定责。</Trans>
        </p>
      </div>
      {query.isPending && <LoadingState />}
      {query.isError && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {query.isSuccess && rows.length === 0 && (
        <EmptyState title={t`这里没有损失`}>
          {t`打开那件仲裁或投诉的工作项，点“登记损失”。`}
        </EmptyState>
      )}
      {rows.length > 0 && (
        <table className="sd-table ls-table">
          <thead>
            <tr>
              <th>{t`网点、运单`}</th>
              <th>{t`损失`}</th>
              <th>{t`说明`}</th>
              <th className="sd-num">{t`金额`}</th>
              <th>{t`登记`}</th>
              <th>{t`状态`}</th>
              <th>
                <span className="sd-sr">{t`更改`}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.id} loss={row} onOpen={() => setOpen(row)} />
            ))}
          </tbody>
        </table>
      )}
      <MoreButton query={query} />
      {open && <LossDecision loss={open} onClose={() => setOpen(null)} />}
    </>
  );
}
