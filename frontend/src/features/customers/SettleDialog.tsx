import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Case } from "@/api/cases";
import { type CustomerPromise, type PromiseEnd, settlePromise } from "@/api/people";
import { QuickTimes } from "@/shared/forms/QuickTimes";
import { TextField } from "@/shared/forms/TextField";
import { localInput, withOffset } from "@/shared/time/time";
import { Dialog } from "@/shared/ui/Dialog";
import { errorText } from "@/shared/ui/States";

interface SettleDialogProps {
  item: Case;
  promise: CustomerPromise;
  how: PromiseEnd;
  onClose: () => void;
}

function titleOf(how: PromiseEnd): string {
  if (how === "kept") return t`承诺已兑现`;
  if (how === "moved") return t`与客户改约`;
  return how === "broken" ? t`承诺未兑现` : t`撤回承诺`;
}

/** What became of a promise, and by what proof or for what reason. */
export function SettleDialog({ item, promise, how, onClose }: SettleDialogProps) {
  const queries = useQueryClient();
  const [text, setText] = useState("");
  const [due, setDue] = useState(localInput(promise.due_at));
  const [keptAt, setKeptAt] = useState("");
  const body = () => {
    if (how === "kept") return { proof: text, ...(keptAt && { kept_at: withOffset(keptAt) }) };
    return how === "moved" ? { reason: text, due_at: withOffset(due) } : { reason: text };
  };
  const saving = useMutation({
    mutationFn: () => settlePromise(item.id, promise.id, how, body()),
    onSuccess: (after) => {
      queries.setQueryData(["case", item.id], after);
      queries.invalidateQueries({ queryKey: ["promises"] });
      onClose();
    },
  });
  return (
    <Dialog title={titleOf(how)} isOpen onClose={onClose} testId="settle-dialog">
      <form
        className="sd-form"
        onSubmit={(event) => {
          event.preventDefault();
          saving.mutate();
        }}
      >
        <p>
          {promise.to_whom}：{promise.text}
        </p>
        {how === "moved" && (
          <>
            <TextField
              id="settle-due"
              label={t`新的时间`}
              type="datetime-local"
              value={due}
              onChange={setDue}
              isRequired
            />
            <QuickTimes tense="future" onChoose={setDue} />
          </>
        )}
        {how === "kept" && promise.status === "broken" && (
          <TextField
            id="settle-at"
            label={t`实际兑现时间（留空即现在）`}
            type="datetime-local"
            value={keptAt}
            onChange={setKeptAt}
          />
        )}
        <TextField
          id="settle-text"
          label={how === "kept" ? t`凭据` : t`理由`}
          value={text}
          onChange={setText}
          isRequired={how !== "kept"}
          maxLength={500}
        />
        {saving.isError && <p className="sd-field-error">{errorText(saving.error)}</p>}
        <div className="sd-form-foot">
          <button
            type="submit"
            className="sd-btn"
            data-variant="primary"
            disabled={saving.isPending}
            data-testid="settle-save"
          >
            <Trans>保存</Trans>
          </button>
        </div>
      </form>
    </Dialog>
  );
}
