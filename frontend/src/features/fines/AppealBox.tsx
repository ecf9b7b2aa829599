import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useRouteContext } from "@tanstack/react-router";
import { useState } from "react";
import { serverNow } from "@/api/client";
import { appealFine, type Fine, type FineAppeal } from "@/api/fines";
import { formatYuan } from "@/shared/money/money";
import { dayAndTime } from "@/shared/time/time";
import { Dialog } from "@/shared/ui/Dialog";
import { notify } from "@/shared/ui/notices";
import { errorText } from "@/shared/ui/States";

export function groundWords(): [string, string][] {
  return [
    ["in_time", t`已按时处理`],
    ["not_ours", t`非本网点责任`],
    ["duplicate", t`重复扣款`],
    ["exempt", t`免考范围内`],
    ["wrong_amount", t`金额有误`],
    ["customer_fault", t`客户原因`],
    ["other", t`其他`],
  ];
}

function outcomeWord(appeal: FineAppeal): string {
  const amount = formatYuan(appeal.amount_fen ?? 0);
  switch (appeal.outcome) {
    case "fine_cancelled":
      return t`罚款已撤销`;
    case "fine_reduced":
      return t`减免到 ${amount}`;
    case "fine_upheld":
      return t`维持原罚`;
    default:
      return appeal.is_open ? t`申诉中` : t`已结束`;
  }
}

function AppealDialog({ fine, onClose }: { fine: Fine; onClose: () => void }) {
  const queries = useQueryClient();
  const [ground, setGround] = useState("in_time");
  const [reason, setReason] = useState("");
  const appealing = useMutation({
    mutationFn: () => appealFine(fine.id, ground, reason.trim()),
    onSuccess: ({ number }) => {
      onClose();
      notify(t`已开申诉 ${number}`);
      queries.invalidateQueries({ queryKey: ["fine", fine.id] });
      queries.invalidateQueries({ queryKey: ["case-counts"] });
    },
  });
  const until = fine.appeal_due_at ? dayAndTime(fine.appeal_due_at) : "";
  return (
    <Dialog title={t`对这笔罚款申诉`} isOpen onClose={onClose}>
      <form
        className="sd-form"
        onSubmit={(event) => {
          event.preventDefault();
          appealing.mutate();
        }}
      >
        <p className="sd-muted">
          <Trans>罚款的账单行和它的工作项证据会一起带入申诉。</Trans>{" "}
          {until && <Trans>最晚 {until} 提交。</Trans>}
        </p>
        <div className="sd-field">
          <label htmlFor="appeal-ground">{t`申诉理由`}</label>
          <select
            id="appeal-ground"
            className="sd-select"
            value={ground}
            onChange={(event) => setGround(event.target.value)}
            data-testid="appeal-ground"
          >
            {groundWords().map(([code, word]) => (
              <option key={code} value={code}>
                {word}
              </option>
            ))}
          </select>
        </div>
        <div className="sd-field">
          <label htmlFor="appeal-reason">{t`说明`}</label>
          <textarea
            id="appeal-reason"
            className="sd-area"
            required
            rows={4}
            maxLength={4000}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            data-testid="appeal-reason"
          />
        </div>
        {appealing.isError && <p className="sd-field-error">{errorText(appealing.error)}</p>}
        <div className="sd-form-foot">
          <button
            type="submit"
            className="sd-btn"
            data-variant="primary"
            disabled={appealing.isPending || !reason.trim()}
            data-testid="appeal-save"
          >
            <Trans>开申诉</Trans>
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** Whether a fine is, was or can be appealed; the money follows its refund line by itself. */
export function AppealBox({ fine }: { fine: Fine }) {
  const { session } = useRouteContext({ from: "/firm" });
  const [isAsking, setAsking] = useState(false);
  const { appeal } = fine;
  const isLate = fine.appeal_due_at !== null && Date.parse(fine.appeal_due_at) < serverNow();
  const mayOpen =
    fine.amount_fen > 0 &&
    fine.status !== "reversed" &&
    !appeal?.is_open &&
    ["cases_open", "fines_decide"].some((each) => session.permissions.includes(each));
  if (!appeal && (fine.amount_fen < 0 || (!mayOpen && !isLate))) return null;
  const until = fine.appeal_due_at ? dayAndTime(fine.appeal_due_at) : "";
  const awaited = formatYuan(appeal?.awaited_fen ?? 0);
  return (
    <section className="fi-section fi-appeal" aria-label={t`申诉`} data-testid="appeal-box">
      <h3 className="sd-label fi-between">
        <Trans>申诉</Trans>
        {until && <span>{isLate ? t`申诉期限 ${until} 已过` : t`可申诉至 ${until}`}</span>}
      </h3>
      <div className="fi-between">
        {appeal ? (
          <span data-testid="appeal-outcome">
            <Link
              to="/desk/{-$caseId}"
              params={{ caseId: appeal.case_id }}
              search={{ view: "all" }}
              data-testid="appeal-case"
            >
              {appeal.number}
            </Link>{" "}
            {outcomeWord(appeal)}
            {appeal.awaited_fen > 0 && fine.status !== "reversed" && (
              <span className="sd-muted">
                {" · "}
                <Trans>等总部退款行 {awaited}</Trans>
              </span>
            )}
          </span>
        ) : (
          <span className="sd-muted">
            <Trans>还没有申诉</Trans>
          </span>
        )}
        {mayOpen && !isLate && (
          <button
            type="button"
            className="sd-btn"
            onClick={() => setAsking(true)}
            data-testid="appeal-open"
          >
            {appeal ? t`再次申诉` : t`申诉`}
          </button>
        )}
      </div>
      {isAsking && <AppealDialog fine={fine} onClose={() => setAsking(false)} />}
    </section>
  );
}
