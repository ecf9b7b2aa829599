import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type DeductionNotice, deliverNotice, listDeductionNotices } from "@/api/closing";
import { TextField } from "@/shared/forms/TextField";
import { MoreButton } from "@/shared/lists/MoreButton";
import { usePaged } from "@/shared/lists/usePaged";
import { formatYuan } from "@/shared/money/money";
import { dayAndTime, localInput } from "@/shared/time/time";
import { Dialog } from "@/shared/ui/Dialog";
import { ErrorState, errorText } from "@/shared/ui/States";

export function deliveryWord(notice: DeductionNotice): string {
  const { delivered_at: at, delivered_by_name: by, delivery_note: note } = notice;
  if (!at) return t`未送达`;
  const time = dayAndTime(at);
  if (notice.acknowledged_at) return t`已确认 ${dayAndTime(notice.acknowledged_at)}`;
  return notice.delivered_how === "paper"
    ? t`书面送达 ${time}，${by ?? ""} 登记：${note ?? ""}`
    : t`已打开 ${time}`;
}

/** On paper: for whoever has left, or does not open it. */
function PaperDialog({ notice, onClose }: { notice: DeductionNotice; onClose: () => void }) {
  const queries = useQueryClient();
  const [day, setDay] = useState(localInput(Date.now()).slice(0, 10));
  const [note, setNote] = useState("");
  const deliver = useMutation({
    mutationFn: () => deliverNotice(notice.id, day, note),
    onSuccess: () => {
      queries.invalidateQueries({ queryKey: ["month-notices"] });
      queries.invalidateQueries({ queryKey: ["month-deductions"] });
      onClose();
    },
  });
  return (
    <Dialog title={t`登记书面送达 ${notice.number}`} isOpen onClose={onClose} testId="paper">
      <form
        className="sd-form"
        onSubmit={(event) => {
          event.preventDefault();
          deliver.mutate();
        }}
      >
        <TextField
          id="delivered-on"
          label={t`哪一天交给本人`}
          type="date"
          value={day}
          onChange={setDay}
          isRequired
        />
        <TextField
          id="delivery-note"
          label={t`怎么交的（当面签收、挂号信号码……）`}
          value={note}
          onChange={setNote}
          isRequired
          maxLength={500}
        />
        {deliver.isError && <p className="sd-field-error">{errorText(deliver.error)}</p>}
        <p className="sd-form-foot">
          <button
            type="submit"
            className="sd-btn"
            data-variant="primary"
            disabled={deliver.isPending || !note.trim()}
          >
            <Trans>登记</Trans>
          </button>
        </p>
      </form>
    </Dialog>
  );
}

/** The month's notices of deduction, and whether they came. */
export function NoticeList({ month }: { month: string }) {
  const [paper, setPaper] = useState<DeductionNotice | null>(null);
  const { query, rows } = usePaged(["month-notices", month], (cursor) =>
    listDeductionNotices(month, cursor),
  );
  if (query.isError) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  if (rows.length === 0) return null;
  return (
    <section data-testid="deduction-notices">
      <h3>
        <Trans>赔偿扣款通知</Trans>
      </h3>
      <div className="cl-scroll">
        <table className="sd-table">
          <thead>
            <tr>
              <th scope="col">{t`编号`}</th>
              <th scope="col">{t`坐席`}</th>
              <th scope="col" className="sd-num">{t`笔数`}</th>
              <th scope="col" className="sd-num">{t`金额`}</th>
              <th scope="col">{t`发出`}</th>
              <th scope="col">{t`送达`}</th>
              <th scope="col">{t`操作`}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((each) => (
              <tr key={each.id}>
                <td>{each.number}</td>
                <td>{each.agent_name}</td>
                <td className="sd-num">{each.lines}</td>
                <td className="sd-num">{formatYuan(each.amount_fen)}</td>
                <td>
                  {each.made_by_name} {dayAndTime(each.made_at)}
                </td>
                <td>{deliveryWord(each)}</td>
                <td>
                  {!each.delivered_at && (
                    <button
                      type="button"
                      className="sd-btn"
                      data-variant="link"
                      onClick={() => setPaper(each)}
                    >
                      <Trans>登记书面送达</Trans>
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <MoreButton query={query} />
      {paper && <PaperDialog notice={paper} onClose={() => setPaper(null)} />}
    </section>
  );
}
