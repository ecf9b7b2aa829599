import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { attachmentUrl } from "@/api/attachments";
import { approveLoss, type Loss, refuseLoss, withdrawLoss } from "@/api/losses";
import { TextField } from "@/shared/forms/TextField";
import { formatYuan } from "@/shared/money/money";
import { dayAndTime } from "@/shared/time/time";
import { Dialog } from "@/shared/ui/Dialog";
import { errorText } from "@/shared/ui/States";
import { lossWord } from "./words";

interface LossDecisionProps {
  loss: Loss;
  onClose: () => void;
}

type Step = "approve" | "refuse" | "withdraw";

function useDeciding(loss: Loss, onClose: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ step, reason }: { step: Step; reason: string }) => {
      if (step === "approve") return approveLoss(loss.id);
      return step === "refuse" ? refuseLoss(loss.id, reason) : withdrawLoss(loss.id);
    },
    onSuccess: () => {
      for (const key of ["losses", "fines"]) queries.invalidateQueries({ queryKey: [key] });
      onClose();
    },
  });
}

function Facts({ loss }: { loss: Loss }) {
  return (
    <>
      <p className="ls-about">
        {loss.station.name} · {lossWord(loss.kind)} · {loss.waybill || "—"} ·{" "}
        <b>{formatYuan(loss.amount_fen)}</b>
      </p>
      <p>{loss.text}</p>
      <p className="sd-muted">
        {t`发生`} {dayAndTime(loss.occurred_at)} · {loss.entered_by} {dayAndTime(loss.entered_at)}
      </p>
      <ul className="ls-proofs">
        {loss.proofs.map((proof) => (
          <li key={proof.attachment_id}>
            <a href={attachmentUrl(proof.attachment_id)} target="_blank" rel="noreferrer">
              {proof.name}
            </a>{" "}
            <span className="sd-label">{proof.sha256.slice(0, 8)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** What was entered, with its proof: approved (it becomes a fine), or refused with a reason. */
export function LossDecision({ loss, onClose }: LossDecisionProps) {
  const [reason, setReason] = useState("");
  const deciding = useDeciding(loss, onClose);
  const isSuggested = loss.status === "suggested";
  return (
    <Dialog title={t`损失`} isOpen onClose={onClose} testId="loss-decision">
      <Facts loss={loss} />
      <form
        className="sd-form ls-decide"
        onSubmit={(event) => {
          event.preventDefault();
          deciding.mutate({ step: "refuse", reason });
        }}
      >
        {!loss.may_decide && (
          <p className="sd-muted">
            {loss.is_own ? t`自己登记的，由别人批准。` : t`超出您的审批额度，或您不能批准。`}
          </p>
        )}
        {loss.may_decide && (
          <TextField
            id="loss-reason"
            label={t`退回的理由`}
            value={reason}
            onChange={setReason}
            maxLength={2000}
          />
        )}
        {deciding.isError && <p className="sd-field-error">{errorText(deciding.error)}</p>}
        <div className="sd-form-foot">
          {loss.may_decide && !isSuggested && (
            <button
              type="button"
              className="sd-btn"
              data-variant="primary"
              disabled={deciding.isPending}
              onClick={() => deciding.mutate({ step: "approve", reason: "" })}
              data-testid="loss-approve"
            >
              <Trans>批准，转入定责</Trans>
            </button>
          )}
          {loss.may_decide && (
            <button
              type="submit"
              className="sd-btn"
              disabled={!reason.trim() || deciding.isPending}
              data-testid="loss-refuse"
            >
              <Trans>退回</Trans>
            </button>
          )}
          {loss.is_own && (
            <button
              type="button"
              className="sd-btn"
              disabled={deciding.isPending}
              onClick={() => deciding.mutate({ step: "withdraw", reason: "" })}
            >
              <Trans>撤回</Trans>
            </button>
          )}
        </div>
      </form>
    </Dialog>
  );
}
