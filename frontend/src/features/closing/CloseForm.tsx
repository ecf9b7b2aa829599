import { t } from "@lingui/core/macro";
import { Plural, Trans } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { closeMonth } from "@/api/closing";
import { errorText } from "@/shared/ui/States";

/** Closing cannot be undone: the month is typed again. */
export function CloseForm({ month, blockers }: { month: string; blockers: number }) {
  const queries = useQueryClient();
  const [typed, setTyped] = useState("");
  const close = useMutation({
    mutationFn: () => closeMonth(month, typed.trim()),
    onSettled: () => {
      queries.invalidateQueries({ queryKey: ["months"] });
      queries.invalidateQueries({ queryKey: ["month-checklist", month] });
    },
  });
  return (
    <form
      className="cl-close"
      onSubmit={(event) => {
        event.preventDefault();
        close.mutate();
      }}
    >
      <p>
        {blockers > 0 ? (
          <Plural
            value={blockers}
            one="还有 # 项要先办，办完才能结账。"
            other="还有 # 项要先办，办完才能结账。"
          />
        ) : (
          <Trans>
            结账后这个月不能再改；之后的定责、异议、申诉都算到以后的月份。确认请输入 {month}。
          </Trans>
        )}
      </p>
      <div className="sd-form-foot">
        <input
          className="sd-input"
          aria-label={t`输入月份以确认`}
          placeholder={month}
          value={typed}
          disabled={blockers > 0}
          onChange={(event) => setTyped(event.target.value)}
          data-testid="close-confirm"
        />
        <button
          type="submit"
          className="sd-btn"
          data-variant="primary"
          disabled={blockers > 0 || typed.trim() !== month || close.isPending}
          data-testid="close-month"
        >
          <Trans>结清 {month}</Trans>
        </button>
      </div>
      {close.isError && <p className="sd-field-error">{errorText(close.error)}</p>}
    </form>
  );
}
