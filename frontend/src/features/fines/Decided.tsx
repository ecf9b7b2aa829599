import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type Attribution, type Fine, reverseFine } from "@/api/fines";
import { dayAndTime } from "@/shared/time/time";
import { Dialog } from "@/shared/ui/Dialog";
import { notify } from "@/shared/ui/notices";
import { errorText } from "@/shared/ui/States";
import { CauseMark } from "./FineList";
import { Shares, Steps } from "./SplitParts";

function ReverseDialog({
  fine,
  isOpen,
  onClose,
}: {
  fine: Fine;
  isOpen: boolean;
  onClose: () => void;
}) {
  const queries = useQueryClient();
  const [note, setNote] = useState("");
  const reversal = useMutation({
    mutationFn: () => reverseFine(fine.id, note.trim()),
    onSuccess: () => {
      onClose();
      notify(t`已冲回`);
      queries.invalidateQueries({ queryKey: ["fines"] });
      queries.invalidateQueries({ queryKey: ["fine", fine.id] });
    },
  });
  return (
    <Dialog title={t`冲回这笔定责`} isOpen={isOpen} onClose={onClose}>
      <form
        className="sd-form"
        onSubmit={(event) => {
          event.preventDefault();
          reversal.mutate();
        }}
      >
        <p className="sd-muted">
          <Trans>原分录逐条反记，不改不删。</Trans>
        </p>
        <div className="sd-field">
          <label htmlFor="reverse-note">{t`理由`}</label>
          <input
            id="reverse-note"
            className="sd-input"
            required
            value={note}
            onChange={(event) => setNote(event.target.value)}
            data-testid="reverse-note"
          />
        </div>
        {reversal.isError && <p className="sd-field-error">{errorText(reversal.error)}</p>}
        <div className="sd-form-foot">
          <button
            type="submit"
            className="sd-btn"
            data-variant="primary"
            disabled={reversal.isPending || !note.trim()}
            data-testid="reverse-save"
          >
            <Trans>冲回</Trans>
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** A decision already taken: who, when, why, in which shares. */
export function Decided({
  fine,
  attribution,
  mayReverse,
}: {
  fine: Fine;
  attribution: Attribution;
  mayReverse: boolean;
}) {
  const [isReversing, setReversing] = useState(false);
  const by =
    typeof attribution.decided_by === "string"
      ? attribution.decided_by
      : (attribution.decided_by?.name ?? "");
  const at = dayAndTime(attribution.decided_at);
  const approver = attribution.approved_by;
  return (
    <div className="fi-decision" data-testid="decided">
      <p className="fi-decided">
        <CauseMark cause={attribution.cause} />
        <span className="sd-muted">
          {approver ? (
            <Trans>
              {by} 定，{approver} {at} 复核
            </Trans>
          ) : (
            <Trans>
              {by} {at} 定
            </Trans>
          )}
        </span>
      </p>
      {attribution.note && <p className="sd-muted">{attribution.note}</p>}
      <Steps fine={fine} steps={attribution.steps} />
      <Shares shares={attribution.shares} totalFen={fine.amount_fen} />
      {fine.status === "reversed" && (
        <p>
          <b>
            <Trans>已冲回：分录逐条反记。</Trans>
          </b>
        </p>
      )}
      {fine.status === "attributed" && mayReverse && (
        <button
          type="button"
          className="sd-btn"
          onClick={() => setReversing(true)}
          data-testid="reverse"
        >
          <Trans>冲回</Trans>
        </button>
      )}
      <ReverseDialog fine={fine} isOpen={isReversing} onClose={() => setReversing(false)} />
    </div>
  );
}
