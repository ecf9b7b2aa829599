import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type CaseRow, snoozeCase } from "@/api/cases";
import { serverNow } from "@/api/client";
import { localInput, timeOfDay, withOffset } from "@/shared/time/time";
import { Dialog } from "@/shared/ui/Dialog";
import { notify } from "@/shared/ui/notices";
import { errorText } from "@/shared/ui/States";
import { useUndo } from "./useUndo";

const CHOICES_MINUTES = [15, 30, 60, 120];

/** Puts the case aside until a moment; it comes back by itself. */
export function SnoozeButton({ item }: { item: CaseRow }) {
  const queries = useQueryClient();
  const undo = useUndo();
  const [isOpen, setOpen] = useState(false);
  const [until, setUntil] = useState("");
  const [reason, setReason] = useState("");
  const snoozing = useMutation({
    mutationFn: (at: string) => snoozeCase(item.id, at, reason.trim()),
    onSuccess: (answer, at) => {
      setOpen(false);
      const number = item.number;
      const time = timeOfDay(at);
      notify(t`${number} ${time} 再回来`, answer ? () => undo([answer]) : undefined);
    },
    onSettled: () => {
      queries.invalidateQueries({ queryKey: ["case", item.id] });
      queries.invalidateQueries({ queryKey: ["case-counts"] });
    },
  });
  const open = () => {
    setUntil(localInput(serverNow() + 30 * 60_000));
    setOpen(true);
  };
  return (
    <>
      <button type="button" className="sd-btn" onClick={open} data-testid="snooze">
        <Trans>稍后</Trans>
      </button>
      <Dialog title={t`稍后再办`} isOpen={isOpen} onClose={() => setOpen(false)}>
        <form
          className="sd-form"
          onSubmit={(event) => {
            event.preventDefault();
            snoozing.mutate(withOffset(until));
          }}
        >
          <div className="sd-seg">
            {CHOICES_MINUTES.map((minutes) => (
              <button
                key={minutes}
                type="button"
                className="ns-action"
                onClick={() => setUntil(localInput(serverNow() + minutes * 60_000))}
              >
                <Trans>{minutes} 分后</Trans>
              </button>
            ))}
          </div>
          <div className="sd-field">
            <label htmlFor="snooze-until">{t`到这时再回来`}</label>
            <input
              id="snooze-until"
              className="sd-input"
              type="datetime-local"
              required
              value={until}
              onChange={(event) => setUntil(event.target.value)}
              data-testid="snooze-until"
            />
          </div>
          <div className="sd-field">
            <label htmlFor="snooze-reason">{t`理由`}</label>
            <input
              id="snooze-reason"
              className="sd-input"
              required
              value={reason}
              onChange={(event) => setReason(event.target.value)}
              data-testid="snooze-reason"
            />
          </div>
          <p className="sd-label">{t`总部的时限照走，不会因此停。`}</p>
          {snoozing.isError && <p className="sd-field-error">{errorText(snoozing.error)}</p>}
          <div className="sd-form-foot">
            <button
              type="submit"
              className="sd-btn"
              data-variant="primary"
              disabled={snoozing.isPending}
              data-testid="snooze-save"
            >
              <Trans>稍后再办</Trans>
            </button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
