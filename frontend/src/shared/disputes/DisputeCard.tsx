import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { type Dispute, disputeFileUrl } from "@/api/disputes";
import { dayAndTime } from "@/shared/time/time";
import { sizeWord } from "@/shared/upload/size";
import { partyWord } from "@/shared/words/words";
import { disputeSum, disputeWord } from "./words";
import "./disputes.css";

function Files({ dispute }: { dispute: Dispute }) {
  if (dispute.files.length === 0) return null;
  return (
    <ul className="dp-files" aria-label={t`异议的证据`}>
      {dispute.files.map((file) => (
        <li key={file.id}>
          <a href={disputeFileUrl(dispute.id, file.id)} download>
            {file.name}
          </a>{" "}
          <span className="sd-muted">{sizeWord(file.size_bytes)}</span>
        </li>
      ))}
    </ul>
  );
}

/** One dispute: who, how much, why, with what proof, and how it ended. */
export function DisputeCard({ dispute }: { dispute: Dispute }) {
  const by = dayAndTime(dispute.decide_by);
  const endedAt = dispute.ended_at ? dayAndTime(dispute.ended_at) : "";
  const isOpen = dispute.state === "open";
  return (
    <div className="dp-card" data-testid="dispute" data-state={dispute.state}>
      <p>
        <b>{disputeWord(dispute.state, dispute.is_overdue)}</b>
        <span className={dispute.is_overdue ? "sd-over" : "sd-muted"}>
          {isOpen ? <Trans>{by} 前裁定，期间不结算</Trans> : endedAt}
        </span>
      </p>
      <p className="dp-line sd-muted">
        <span>
          {partyWord(dispute.party)} {dispute.raised_by} {dayAndTime(dispute.raised_at)}
        </span>
        <span>{disputeSum(dispute)}</span>
      </p>
      <p className="dp-text">{dispute.reason}</p>
      <Files dispute={dispute} />
      {dispute.answer && (
        <p className="dp-text dp-answer">
          {dispute.ended_by && <b>{dispute.ended_by} </b>}
          {dispute.answer}
        </p>
      )}
    </div>
  );
}
