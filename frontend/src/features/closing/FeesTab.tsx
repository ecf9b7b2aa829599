import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import { type Fee, type FeePage, feesFile, listFees, type Month } from "@/api/closing";
import { MoreButton } from "@/shared/lists/MoreButton";
import { formatPlain, formatYuan } from "@/shared/money/money";
import { EmptyState, ErrorState, LoadingState } from "@/shared/ui/States";
import { OvertimeForm } from "./OvertimeForm";

function Row({ fee }: { fee: Fee }) {
  const percent = fee.vat_basis_points / 100;
  return (
    <tr>
      <th scope="row">
        {fee.station_name} <span className="sd-muted">{fee.station_code}</span>
      </th>
      <td>
        {fee.held_from.slice(5)} – {fee.held_to.slice(5)}
      </td>
      <td className="sd-num">{formatPlain(fee.month_fen)}</td>
      <td className="sd-num">{fee.parcels}</td>
      <td className="sd-num">{formatPlain(fee.parcels_fen)}</td>
      <td className="sd-num">{formatPlain(fee.top_up_fen)}</td>
      <td className="sd-num">{fee.overtime_minutes}</td>
      <td className="sd-num">{formatPlain(fee.overtime_fen)}</td>
      <td className="sd-num">{formatPlain(fee.net_fen)}</td>
      <td className="sd-num">
        {formatPlain(fee.vat_fen)} <span className="sd-muted">{percent}%</span>
      </td>
      <td className="sd-num">
        <b>{formatPlain(fee.gross_fen)}</b>
      </td>
    </tr>
  );
}

function Overtime({ page }: { page: FeePage }) {
  if (page.overtime.length === 0) return null;
  return (
    <p className="sd-muted">
      <Trans>已记加班：</Trans>
      {page.overtime
        .map((each) => t`${each.station_name} ${each.minutes} 分钟 ${each.note}`)
        .join("；")}
    </p>
  );
}

/** What each contract costs its station: a preview until the close, then what was charged. */
export function FeesTab({ month }: { month: Month }) {
  const query = useInfiniteQuery({
    queryKey: ["month-fees", month.period, month.state],
    queryFn: ({ pageParam }) => listFees(month.period, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
  if (query.isPending) return <LoadingState label={t`正在按合同计算…`} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  const [first] = query.data.pages;
  const fees = query.data.pages.flatMap((page) => page.items);
  return (
    <>
      {first && !first.is_charged && <OvertimeForm month={month.period} />}
      {first && <Overtime page={first} />}
      {fees.length === 0 ? (
        <EmptyState title={t`这个月没有生效的合同`}>
          {t`在“网点与分配”里给网点录入合同，这里就按月费、票数、保底和加班算出服务费。`}
        </EmptyState>
      ) : (
        <div className="cl-scroll">
          <table className="sd-table" data-testid="fees">
            <thead>
              <tr>
                <th scope="col">{t`网点`}</th>
                <th scope="col">{t`合同有效`}</th>
                <th scope="col" className="sd-num">{t`月费`}</th>
                <th scope="col" className="sd-num">{t`票数`}</th>
                <th scope="col" className="sd-num">{t`按票`}</th>
                <th scope="col" className="sd-num">{t`保底补足`}</th>
                <th scope="col" className="sd-num">{t`加班分钟`}</th>
                <th scope="col" className="sd-num">{t`加班费`}</th>
                <th scope="col" className="sd-num">{t`不含税`}</th>
                <th scope="col" className="sd-num">{t`税额`}</th>
                <th scope="col" className="sd-num">{t`含税`}</th>
              </tr>
            </thead>
            <tbody>
              {fees.map((each) => (
                <Row key={each.contract_id} fee={each} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <MoreButton query={query} />
      {first && fees.length > 0 && (
        <p>
          <Trans>
            合计不含税 {formatYuan(first.net_fen)}，税额 {formatYuan(first.vat_fen)}，含税{" "}
            {formatYuan(first.net_fen + first.vat_fen)}
          </Trans>
        </p>
      )}
      {first?.is_charged && fees.length > 0 && (
        <p className="sd-form-foot">
          <a className="sd-btn" href={feesFile(month.period)} download>
            {t`服务费（开票用）Excel`}
          </a>
        </p>
      )}
    </>
  );
}
