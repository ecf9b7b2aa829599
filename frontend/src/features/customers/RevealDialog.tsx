import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { TextField } from "@/shared/forms/TextField";
import { Dialog } from "@/shared/ui/Dialog";
import { errorText } from "@/shared/ui/States";

interface RevealDialogProps<T> {
  isOpen: boolean;
  onClose: () => void;
  reveal: (reason: string) => Promise<T>;
  onRevealed: (full: T) => void;
}

/** Why somebody needs it in full; the reason is kept with his name. */
export function RevealDialog<T>({ isOpen, onClose, reveal, onRevealed }: RevealDialogProps<T>) {
  const [reason, setReason] = useState("");
  const asking = useMutation({
    mutationFn: () => reveal(reason),
    onSuccess: (full) => {
      setReason("");
      onRevealed(full);
      onClose();
    },
  });
  const usual = [t`回电客户`, t`业务员派送需要`, t`核对身份`, t`对账赔付`];
  return (
    <Dialog title={t`查看完整联系方式`} isOpen={isOpen} onClose={onClose} testId="reveal-dialog">
      <form
        className="sd-form"
        onSubmit={(event) => {
          event.preventDefault();
          asking.mutate();
        }}
      >
        <p className="sd-muted">
          <Trans>谁在什么时候、为什么看的，会记入日志和工作项经过。</Trans>
        </p>
        <span className="cu-quick">
          {usual.map((each) => (
            <button key={each} type="button" className="sd-chip" onClick={() => setReason(each)}>
              {each}
            </button>
          ))}
        </span>
        <TextField
          id="reveal-reason"
          label={t`理由`}
          value={reason}
          onChange={setReason}
          isRequired
          maxLength={200}
        />
        {asking.isError && <p className="sd-field-error">{errorText(asking.error)}</p>}
        <div className="sd-form-foot">
          <button
            type="submit"
            className="sd-btn"
            data-variant="primary"
            disabled={asking.isPending}
            data-testid="reveal-save"
          >
            <Trans>查看</Trans>
          </button>
        </div>
      </form>
    </Dialog>
  );
}
