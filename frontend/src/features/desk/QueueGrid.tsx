import { t } from "@lingui/core/macro";
import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, useEffect, useRef } from "react";
import type { CaseRow } from "@/api/cases";
import { Countdown } from "@/shared/clock/Countdown";
import { HolderMark } from "@/shared/custody/SwatchMark";
import { formatYuan, HEAVY_FEN } from "@/shared/money/money";
import { Waybill } from "@/shared/waybill/Waybill";
import { shortStation } from "@/shared/words/station";
import { kindWord } from "@/shared/words/words";

const ROW_PX = 32;
const OVERSCAN = 12;
/** Asks for the next page when so few rows are left below. */
const AHEAD = 60;

interface RowProps {
  row: CaseRow;
  index: number;
  top: number;
  isCursor: boolean;
  isSelected: boolean;
  isGone: boolean;
  onOpen: (index: number) => void;
}

const QueueRow = memo(function QueueRow({
  row,
  index,
  top,
  isCursor,
  isSelected,
  isGone,
  onOpen,
}: RowProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid itself takes Enter for its cursor row
    <div
      role="row"
      tabIndex={-1}
      id={`case-row-${row.id}`}
      className="dk-row"
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      data-cursor={isCursor || undefined}
      data-gone={isGone || undefined}
      data-testid="queue-row"
      data-case-id={row.id}
      data-waybill={row.waybill}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => onOpen(index)}
    >
      <span role="gridcell" className="dk-kind">
        {isSelected && <i className="dk-tick" aria-hidden="true" />}
        {kindWord(row.kind)}
      </span>
      <span role="gridcell" title={row.station.name}>
        {shortStation(row.station.name)}
      </span>
      <span role="gridcell">
        <Waybill value={row.waybill} />
      </span>
      <span role="gridcell" className="dk-summary" title={row.summary}>
        {isGone ? t`已离开此视图` : row.summary}
      </span>
      <span role="gridcell" className="sd-num">
        <Countdown dueAt={row.due_at} stoppedAt={row.closed_at} />
      </span>
      <span role="gridcell" className="sd-num" data-heavy={row.risk_fen >= HEAVY_FEN || undefined}>
        {row.risk_fen > 0 ? formatYuan(row.risk_fen) : "—"}
      </span>
      <span role="gridcell">
        <HolderMark holder={row.holder} unclaimedWord={t`未认领`} />
      </span>
    </div>
  );
});

function Head() {
  const names = [t`类型`, t`网点`, t`运单号`, t`摘要`, t`时限`, t`风险金额`, t`在等谁`];
  return (
    <div role="row" tabIndex={-1} className="dk-row dk-head" aria-rowindex={1}>
      {names.map((name, index) => (
        <span
          key={name}
          role="columnheader"
          tabIndex={-1}
          className={index === 4 || index === 5 ? "sd-num" : undefined}
        >
          {name}
        </span>
      ))}
    </div>
  );
}

interface QueueGridProps {
  rows: CaseRow[];
  cursor: number;
  selected: ReadonlySet<string>;
  gone: ReadonlySet<string>;
  onOpen: (index: number) => void;
  onNearEnd: () => void;
}

/** An own ARIA grid: 10,000 rows, some forty in the page. */
export function QueueGrid({ rows, cursor, selected, gone, onOpen, onNearEnd }: QueueGridProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (rows.length > 0 && last >= rows.length - AHEAD) onNearEnd();
  }, [last, rows.length, onNearEnd]);
  useEffect(() => {
    if (cursor >= 0) virtual.scrollToIndex(cursor, { align: "auto" });
  }, [cursor, virtual]);
  const active = rows[cursor];
  return (
    <div
      className="dk-grid"
      role="grid"
      tabIndex={0}
      aria-label={t`工作项队列`}
      aria-rowcount={rows.length + 1}
      aria-multiselectable="true"
      aria-activedescendant={active ? `case-row-${active.id}` : undefined}
      data-testid="queue-grid"
    >
      <Head />
      <div className="dk-scroll" ref={scroller} role="rowgroup">
        <div role="presentation" style={{ height: virtual.getTotalSize(), position: "relative" }}>
          {items.map((item) => {
            const row = rows[item.index];
            if (!row) return null;
            return (
              <QueueRow
                key={row.id}
                row={row}
                index={item.index}
                top={item.start}
                isCursor={item.index === cursor}
                isSelected={selected.has(row.id)}
                isGone={gone.has(row.id)}
                onOpen={onOpen}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}
