import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type StationGaps, summariseGaps } from "@/api/gaps";
import { useCommands } from "@/shared/keys/commands";
import { EmptyState, ErrorState, LoadingState } from "@/shared/ui/States";
import { GapHeadline } from "./GapHeadline";
import { GapList } from "./GapList";
import { ParcelPane } from "./ParcelPane";
import { StationList } from "./StationList";
import { useGaps } from "./useGaps";
import "./gaps.css";
import "./pane.css";

function choose(
  rows: StationGaps[],
  station?: string,
  direction?: string,
): StationGaps | undefined {
  return (
    rows.find(
      (row) => row.station.code === station && (!direction || row.direction === direction),
    ) ?? rows[0]
  );
}

function StationGapsView({
  row,
  asOf,
  waybill,
}: {
  row: StationGaps;
  asOf?: string;
  waybill?: string;
}) {
  const navigate = useNavigate({ from: "/gaps" });
  const gaps = useGaps(row, asOf);
  const visible = gaps.groups.flatMap((group) => group.shown);
  const at = visible.findIndex((gap) => gap.waybill === waybill);
  const current = visible[at] ?? visible[0];
  const show = (next: string | undefined) =>
    next && navigate({ search: (before) => ({ ...before, waybill: next }), replace: true });
  const move = (by: number) =>
    show(visible[Math.max(0, Math.min(visible.length - 1, Math.max(at, 0) + by))]?.waybill);
  const openCase = () => {
    if (!current) return;
    const search = current.case_id
      ? { view: "all" as const }
      : { view: "all" as const, q: current.waybill };
    navigate({ to: "/desk/{-$caseId}", params: { caseId: current.case_id ?? undefined }, search });
  };
  useCommands("gaps", [
    {
      id: "down",
      label: t`移动`,
      keys: ["j", "ArrowDown"],
      hintKeys: ["j", "k"],
      run: () => move(1),
      isHint: true,
      isKeyOnly: true,
    },
    { id: "up", label: t`上移`, keys: ["k", "ArrowUp"], run: () => move(-1), isKeyOnly: true },
    { id: "open", label: t`打开工作项`, keys: ["Enter"], run: openCase, isHint: true },
  ]);
  return (
    <>
      <section
        className="gp-main"
        aria-label={t`数据差异`}
        data-testid="gaps-main"
        data-station={row.station.code}
      >
        <GapHeadline row={row} asOf={asOf} />
        <GapList row={row} gaps={gaps} current={current?.waybill} onShow={show} />
      </section>
      {current && <ParcelPane key={current.waybill} gap={current} />}
    </>
  );
}

export function GapsPage() {
  const { station, direction, as_of: asOf, waybill } = useSearch({ from: "/firm/gaps" });
  const summary = useQuery({ queryKey: ["gap-summary", asOf], queryFn: () => summariseGaps(asOf) });
  if (summary.isPending) return <LoadingState label={t`正在比对扫描…`} />;
  if (summary.isError)
    return <ErrorState error={summary.error} onRetry={() => summary.refetch()} />;
  const rows = summary.data;
  const row = choose(rows, station, direction);
  if (!row) {
    return (
      <EmptyState title={t`还没有扫描`}>
        <Trans>在“导入”里读入扫描文件，或接上快递100 推送，差异会自己出现。</Trans>
      </EmptyState>
    );
  }
  return (
    <div className="gp">
      <StationList rows={rows} current={row} asOf={asOf} />
      <StationGapsView
        key={`${row.station.code}-${row.direction}`}
        row={row}
        asOf={asOf}
        waybill={waybill}
      />
    </div>
  );
}
