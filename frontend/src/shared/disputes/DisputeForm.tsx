import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { addDisputeFile, raiseDispute, withdrawDispute } from "@/api/disputes";
import { formatPlain, formatYuan, parseYuan } from "@/shared/money/money";
import { dayAndTime } from "@/shared/time/time";
import { notify } from "@/shared/ui/notices";
import { errorText } from "@/shared/ui/States";
import "./disputes.css";

const REASON_MAX = 4000;

interface DisputeFormProps {
  fineId: string;
  shareFen: number;
  until: string;
  onDone: () => void;
}

/** Raise first, then each file: a file that fails is named, and the dispute stands. */
async function raise(fineId: string, reason: string, askedFen: number, files: File[]) {
  const dispute = await raiseDispute(fineId, reason, askedFen);
  const failed: string[] = [];
  for (const file of files) {
    try {
      await addDisputeFile(dispute.id, file);
    } catch (error) {
      failed.push(`${file.name}: ${errorText(error)}`);
    }
  }
  return failed;
}

/** Object to a decision: how much of the own share, why, and what proves it. */
export function DisputeForm({ fineId, shareFen, until, onDone }: DisputeFormProps) {
  const [isOpen, setOpen] = useState(false);
  const [amount, setAmount] = useState(formatPlain(shareFen));
  const [reason, setReason] = useState("");
  const [files, setFiles] = useState<File[]>([]);
  const askedFen = parseYuan(amount);
  const isAmount = askedFen !== null && askedFen > 0 && askedFen <= shareFen;
  const raising = useMutation({
    mutationFn: () => raise(fineId, reason.trim(), askedFen ?? 0, files),
    onSuccess: (failed) => {
      notify(
        failed.length > 0
          ? t`异议已提出，但有文件没传上：${failed.join("；")}`
          : t`异议已提出，裁定前不结算`,
      );
      onDone();
    },
  });
  const share = formatYuan(shareFen);
  const day = dayAndTime(until);
  if (!isOpen) {
    return (
      <div className="dp-form">
        <p className="sd-muted">
          <Trans>不认可可以在 {day} 前提出异议。</Trans>
        </p>
        <button
          type="button"
          className="sd-btn"
          onClick={() => setOpen(true)}
          data-testid="dispute-open"
        >
          <Trans>提出异议</Trans>
        </button>
      </div>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isAmount && reason.trim()) raising.mutate();
  };
  return (
    <form className="dp-form" onSubmit={submit}>
      <div className="sd-field">
        <label htmlFor="dispute-amount">
          <Trans>异议金额（元，您承担 {share}）</Trans>
        </label>
        <input
          id="dispute-amount"
          className="sd-input"
          inputMode="decimal"
          value={amount}
          aria-invalid={!isAmount}
          onChange={(event) => setAmount(event.target.value)}
          data-testid="dispute-amount"
        />
        {!isAmount && (
          <p className="sd-field-error">
            <Trans>要在 0.01 到 {share} 之间</Trans>
          </p>
        )}
      </div>
      <div className="sd-field">
        <label htmlFor="dispute-reason">{t`为什么不认可`}</label>
        <textarea
          id="dispute-reason"
          className="sd-area"
          rows={4}
          maxLength={REASON_MAX}
          value={reason}
          placeholder={t`当时怎么回事，有什么证据`}
          onChange={(event) => setReason(event.target.value)}
          data-testid="dispute-reason"
        />
      </div>
      <div className="sd-field">
        <label htmlFor="dispute-files">{t`证据（可不填）`}</label>
        <input
          id="dispute-files"
          type="file"
          multiple
          onChange={(event) => setFiles([...(event.target.files ?? [])])}
          data-testid="dispute-files"
        />
      </div>
      {raising.isError && (
        <p className="sd-field-error" role="alert">
          {errorText(raising.error)}
        </p>
      )}
      <div className="sd-form-foot">
        <button
          type="submit"
          className="sd-btn"
          data-variant="primary"
          disabled={!isAmount || !reason.trim() || raising.isPending}
          data-testid="dispute-save"
        >
          <Trans>提出异议</Trans>
        </button>
        <button type="button" className="sd-btn" onClick={() => setOpen(false)}>
          <Trans>取消</Trans>
        </button>
      </div>
    </form>
  );
}

/** Taking one's own dispute back is for good, so it is asked twice. */
export function WithdrawButton({ disputeId, onDone }: { disputeId: string; onDone: () => void }) {
  const [isSure, setSure] = useState(false);
  const withdrawing = useMutation({
    mutationFn: () => withdrawDispute(disputeId),
    onSuccess: () => {
      notify(t`异议已撤回`);
      onDone();
    },
  });
  return (
    <div className="dp-form">
      {isSure && (
        <p className="sd-muted">
          <Trans>撤回后按原定责结算，这次定责不能再提异议。</Trans>
        </p>
      )}
      <div className="sd-form-foot">
        <button
          type="button"
          className="sd-btn"
          disabled={withdrawing.isPending}
          onClick={() => (isSure ? withdrawing.mutate() : setSure(true))}
          data-testid="dispute-withdraw"
        >
          {isSure ? <Trans>确定撤回</Trans> : <Trans>撤回异议</Trans>}
        </button>
      </div>
      {withdrawing.isError && (
        <p className="sd-field-error" role="alert">
          {errorText(withdrawing.error)}
        </p>
      )}
    </div>
  );
}
