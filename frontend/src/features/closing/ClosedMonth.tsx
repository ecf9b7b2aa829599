import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useRouteContext } from "@tanstack/react-router";
import { feesFile, type Month, payrollFile } from "@/api/closing";
import { formatYuan } from "@/shared/money/money";
import { dayAndTime } from "@/shared/time/time";
import { FIGURES, figureWord } from "./words";

/** What a closed month posted, in sums, and what it hands on. */
export function ClosedMonth({ month }: { month: Month }) {
  const { session } = useRouteContext({ from: "/firm" });
  const { figures, closed_by: by, closed_at: at } = month;
  return (
    <section className="cl-closed" data-testid="closed-month">
      <p>
        <Trans>
          {by} 于 {at ? dayAndTime(at) : ""} 结清。之后发生的都在以后的月份。
        </Trans>
      </p>
      <dl>
        {FIGURES.filter((code) => figures[code] !== undefined).map((code) => (
          <div key={code}>
            <dt>{figureWord(code)}</dt>
            <dd className="sd-num" data-zero={figures[code] === 0 || undefined}>
              {formatYuan(figures[code] ?? 0)}
            </dd>
          </div>
        ))}
      </dl>
      <p className="sd-form-foot">
        <a className="sd-btn" href={feesFile(month.period)} download>
          {t`服务费（开票用）Excel`}
        </a>
        {session.permissions.includes("wages_manage") && (
          <a className="sd-btn" href={payrollFile(month.period)} download>
            {t`工资扣款 Excel`}
          </a>
        )}
      </p>
    </section>
  );
}
