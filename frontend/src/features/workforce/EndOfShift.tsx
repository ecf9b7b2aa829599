import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { handOver, readCarried, readLoad } from "@/api/workforce";
import { notify } from "@/shared/ui/notices";
import { ErrorState, errorText, LoadingState } from "@/shared/ui/States";
import { dutyWord } from "@/shared/words/duty";
import { HandoverList } from "./HandoverList";

/** 交接班: what one carries, to the next one or back to the queue, in one step. */
export function EndOfShift({ me }: { me: string }) {
  const queries = useQueryClient();
  const [to, setTo] = useState("");
  const [notes, setNotes] = useState("");
  const carried = useQuery({ queryKey: ["carried"], queryFn: readCarried });
  const load = useQuery({ queryKey: ["load"], queryFn: readLoad });
  const others = (load.data?.items ?? []).filter((each) => each.member_id !== me);
  const handing = useMutation({
    mutationFn: () => handOver(to || null, notes),
    onSuccess: (answer) => {
      const released = answer.released;
      const name = answer.handover.to_name ?? "";
      notify(to ? t`已交给 ${name}，等其接收` : t`${released} 件已放回队列`);
      setNotes("");
      setTo("");
      for (const key of ["carried", "handovers", "load", "case-counts"]) {
        queries.invalidateQueries({ queryKey: [key] });
      }
    },
  });
  if (carried.isError) return <ErrorState error={carried.error} />;
  if (!carried.data) return <LoadingState />;
  return (
    <section>
      <h2>
        <Trans>交接班</Trans>
      </h2>
      <HandoverList handover={carried.data} />
      <form
        className="sd-form wf-handing"
        onSubmit={(event) => {
          event.preventDefault();
          handing.mutate();
        }}
      >
        <div className="sd-field">
          <label htmlFor="handing-to">{t`交给`}</label>
          <select
            id="handing-to"
            className="sd-select"
            value={to}
            onChange={(event) => setTo(event.target.value)}
            data-testid="handing-to"
          >
            <option value="">{t`放回队列`}</option>
            {others.map((each) => (
              <option key={each.member_id} value={each.member_id}>
                {each.name}（{dutyWord(each.duty)}，{each.held}）
              </option>
            ))}
          </select>
        </div>
        <div className="sd-field">
          <label htmlFor="handing-notes">{t`要留意的事`}</label>
          <textarea
            id="handing-notes"
            className="sd-area"
            rows={3}
            value={notes}
            onChange={(event) => setNotes(event.target.value)}
            data-testid="handing-notes"
          />
        </div>
        {handing.isError && <p className="sd-field-error">{errorText(handing.error)}</p>}
        <div className="sd-form-foot">
          <button
            type="submit"
            className="sd-btn"
            data-variant="primary"
            disabled={handing.isPending}
            data-testid="handing-save"
          >
            {to ? <Trans>交接</Trans> : <Trans>放回并下班</Trans>}
          </button>
        </div>
      </form>
    </section>
  );
}
