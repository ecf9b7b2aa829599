import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { sizeWord } from "@/shared/upload/size";
import type { Transfer, useEvidence } from "./useEvidence";

function Line({
  transfer,
  evidence,
}: {
  transfer: Transfer;
  evidence: ReturnType<typeof useEvidence>;
}) {
  const { file, state, sentBytes, reason } = transfer;
  const percent = Math.floor((sentBytes / Math.max(1, file.size)) * 100);
  const label = file.name;
  return (
    <li data-testid="transfer" data-state={state}>
      <b className="ev-name">{file.name}</b>
      <span className="sd-muted">{sizeWord(file.size)}</span>
      {state === "failed" ? (
        <>
          <span className="sd-field-error">{reason}</span>
          <button
            type="button"
            className="sd-btn"
            data-variant="link"
            onClick={() => evidence.retry(transfer.id)}
            data-testid="transfer-retry"
          >
            <Trans>重试</Trans>
          </button>
          <button
            type="button"
            className="sd-btn"
            data-variant="link"
            onClick={() => evidence.drop(transfer.id)}
          >
            <Trans>不传了</Trans>
          </button>
        </>
      ) : (
        <>
          <progress max={100} value={percent} aria-label={t`上传 ${label}`} />
          <span className="sd-muted">{state === "waiting" ? t`等候` : `${percent}%`}</span>
        </>
      )}
    </li>
  );
}

/** Files on their way, and those that did not get there. */
export function Transfers({ evidence }: { evidence: ReturnType<typeof useEvidence> }) {
  if (evidence.transfers.length === 0) return null;
  return (
    <ul className="ev-list" aria-label={t`正在上传`}>
      {evidence.transfers.map((transfer) => (
        <Line key={transfer.id} transfer={transfer} evidence={evidence} />
      ))}
    </ul>
  );
}
