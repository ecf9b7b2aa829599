import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type Correction, recordCorrection } from "@/api/notices";
import { Countdown } from "@/shared/clock/Countdown";
import { timeOfDay } from "@/shared/time/time";
import { errorText } from "@/shared/ui/States";

function RecordForm({ correction }: { correction: Correction }) {
  const queries = useQueryClient();
  const [done, setDone] = useState("");
  const saving = useMutation({
    mutationFn: () => recordCorrection(correction.case_id, correction.id, done.trim()),
    onSettled: () => queries.invalidateQueries({ queryKey: ["case", correction.case_id] }),
  });
  return (
    <form
      className="ca-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (done.trim()) saving.mutate();
      }}
    >
      <input
        className="sd-input ca-question"
        aria-label={t`怎么当面纠正的`}
        placeholder={t`电话打给谁，怎么当面纠正的`}
        value={done}
        onChange={(event) => setDone(event.target.value)}
        data-testid="correction-done"
      />
      <button
        type="submit"
        className="sd-btn"
        disabled={!done.trim() || saving.isPending}
        data-testid="correction-save"
      >
        <Trans>记录</Trans>
      </button>
      {saving.isError && (
        <p className="sd-field-error" role="alert">
          {errorText(saving.error)}
        </p>
      )}
    </form>
  );
}

/** What a rung demanded of the station's supervisor, and whether it was done. */
export function CorrectionLine({ correction }: { correction: Correction }) {
  const { demanded_of: who, recorded_by: by } = correction;
  const at = correction.recorded_at ? timeOfDay(correction.recorded_at) : "";
  return (
    <div
      className="ca-correction"
      data-testid="correction"
      data-recorded={!!correction.recorded_at}
    >
      <p className="ca-line">
        <span>
          <b>{t`当面纠正`}</b> {who}
          {correction.escalated_at && !at && <span className="sd-muted"> {t`已报经理`}</span>}
        </span>
        {at ? (
          <span className="sd-muted">{t`${by} ${at} 记录`}</span>
        ) : (
          <Countdown dueAt={correction.due_at} />
        )}
      </p>
      {at ? <p className="sd-muted">{correction.done}</p> : <RecordForm correction={correction} />}
    </div>
  );
}
