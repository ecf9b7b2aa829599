import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type Deduction, listDeductions, type Month, makeDeductionNotices } from "@/api/closing";
import { MoreButton } from "@/shared/lists/MoreButton";
import { usePaged } from "@/shared/lists/usePaged";
import { formatPlain } from "@/shared/money/money";
import { EmptyState, ErrorState, errorText, LoadingState } from "@/shared/ui/States";
import { NoticeList } from "./NoticeList";
import { ShareList } from "./ShareList";

function MakeNotices({ month }: { month: string }) {
  const queries = useQueryClient();
  const make = useMutation({
    mutationFn: () => makeDeductionNotices(month),
    onSettled: () => {
      queries.invalidateQueries({ queryKey: ["month-deductions", month] });
      queries.invalidateQueries({ queryKey: ["month-notices", month] });
    },
  });
  const made = make.data;
  return (
    <div className="cl-import">
      <button
        type="button"
        className="sd-btn"
        data-variant="primary"
        disabled={make.isPending}
        onClick={() => make.mutate()}
        data-testid="make-notices"
      >
        <Trans>通知各坐席</Trans>
      </button>
      <span className="sd-muted">
        <Trans>先书面告知原因和金额，坐席打开即为送达；未送达的不扣，由公司承担。</Trans>
      </span>
      {made && (
        <p role="status">
          <Trans>
            发出 {made.notices} 份通知，共 {made.shares} 笔。
          </Trans>
        </p>
      )}
      {make.isError && <p className="sd-field-error">{errorText(make.error)}</p>}
    </div>
  );
}

function Row({ agent, isClosed, isOpen, onToggle }: RowProps) {
  const notice = agent.has_left ? t`已离职` : agent.has_wage ? "" : t`缺工资`;
  return (
    <tr data-open={isOpen || undefined}>
      <th scope="row">
        <button
          type="button"
          className="sd-btn"
          data-variant="link"
          aria-expanded={isOpen}
          onClick={onToggle}
        >
          {agent.name}
        </button>
      </th>
      <td className="sd-num">{agent.shares}</td>
      <td className="sd-num">{formatPlain(agent.noticed_fen)}</td>
      {!isClosed && <td className="sd-num">{formatPlain(agent.told_fen)}</td>}
      <td className="sd-num">{formatPlain(agent.untold_fen)}</td>
      <td className="sd-num">{formatPlain(agent.frozen_fen)}</td>
      <td className="sd-num">{formatPlain(agent.paid_back_fen)}</td>
      {isClosed ? (
        <>
          <td className="sd-num">{formatPlain(agent.deducted_fen ?? 0)}</td>
          <td className="sd-num">{formatPlain(agent.overflow_fen ?? 0)}</td>
        </>
      ) : (
        <td>{notice}</td>
      )}
    </tr>
  );
}

interface RowProps {
  agent: Deduction;
  isClosed: boolean;
  isOpen: boolean;
  onToggle: () => void;
}

function AgentTable({ rows, isClosed, month }: TableProps) {
  const [open, setOpen] = useState<string | null>(null);
  const shown = rows.find((each) => each.account === open);
  return (
    <>
      <div className="cl-scroll">
        <table className="sd-table" data-testid="deductions">
          <thead>
            <tr>
              <th scope="col">{t`坐席`}</th>
              <th scope="col" className="sd-num">{t`笔数`}</th>
              <th scope="col" className="sd-num">{t`通知已送达`}</th>
              {!isClosed && <th scope="col" className="sd-num">{t`通知未送达`}</th>}
              <th scope="col" className="sd-num">{t`未通知`}</th>
              <th scope="col" className="sd-num">{t`冻结`}</th>
              <th scope="col" className="sd-num">{t`退回`}</th>
              {isClosed ? (
                <>
                  <th scope="col" className="sd-num">{t`从工资扣`}</th>
                  <th scope="col" className="sd-num">{t`公司承担`}</th>
                </>
              ) : (
                <th scope="col">{t`还缺什么`}</th>
              )}
            </tr>
          </thead>
          <tbody>
            {rows.map((each) => (
              <Row
                key={each.account}
                agent={each}
                isClosed={isClosed}
                isOpen={each.account === open}
                onToggle={() => setOpen(each.account === open ? null : each.account)}
              />
            ))}
          </tbody>
        </table>
      </div>
      {shown && <ShareList month={month} account={shown.account} name={shown.name} />}
    </>
  );
}

interface TableProps {
  rows: Deduction[];
  isClosed: boolean;
  month: string;
}

/** What falls to each agent, and whether he was told; no wage stands here. */
export function DeductionsTab({ month }: { month: Month }) {
  const isClosed = month.state === "done";
  const { query, rows } = usePaged(["month-deductions", month.period, isClosed], (cursor) =>
    listDeductions(month.period, cursor),
  );
  if (query.isPending) return <LoadingState />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  return (
    <>
      {!isClosed && <MakeNotices month={month.period} />}
      {rows.length === 0 ? (
        <EmptyState title={t`这个月没有坐席要承担的`} />
      ) : (
        <AgentTable rows={rows} isClosed={isClosed} month={month.period} />
      )}
      <MoreButton query={query} />
      <NoticeList month={month.period} />
    </>
  );
}
