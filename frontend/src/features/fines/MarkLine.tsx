import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import type { Fine, FineMark } from "@/api/fines";

/** In a list: one short word. */
export function MarkChip({ mark }: { mark: FineMark | null }) {
  if (!mark) return null;
  return <span className="sd-chip">{mark.first_id ? t`重复扣款` : t`免考`}</span>;
}

/** In the review: which other line, which notice. */
export function MarkLine({ fine }: { fine: Fine }) {
  const { mark } = fine;
  if (!mark || fine.status === "reversed") return null;
  const bill = mark.first_bill_no;
  const line = mark.first_line_no;
  const notice = mark.exempted_by;
  return (
    <section className="fi-section fi-mark" aria-label={t`建议申诉`} data-testid="fine-mark">
      <h3 className="sd-label">
        <Trans>建议申诉</Trans>
      </h3>
      {mark.first_id && (
        <p>
          {mark.duplicate_rule === "same_case"
            ? t`同一件工作、同一科目已扣过一次：`
            : t`同一网点、运单、科目、时间已扣过一次：`}
          <Link
            to="/fines/{-$fineId}"
            params={{ fineId: mark.first_id }}
            search={(before) => before}
            data-testid="first-charge"
          >
            <Trans>
              账单 {bill} 第 {line} 行
            </Trans>
          </Link>
        </p>
      )}
      {notice && (
        <p>
          <Trans>发生时间在免考通知《{notice}》范围内</Trans>
        </p>
      )}
    </section>
  );
}
