import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import type { KindCount } from "@/api/workforce";
import { clockLevel } from "@/shared/clock/format";
import { useCoarseNow } from "@/shared/clock/ticker";
import { kindWord } from "@/shared/words/words";

const SHOWN = ["work_order", "problem_parcel", "message", "arbitration", "complaint", "chase"];

interface Cell {
  count: number;
  dueAt: string | null;
}

function sum(rows: KindCount[]): Cell {
  const due = rows.flatMap((row) => (row.due_at ? [row.due_at] : [])).sort();
  return { count: rows.reduce((all, row) => all + row.open, 0), dueAt: due[0] ?? null };
}

/** How many, marked as the clock of the most urgent one is. */
function Count({ cell, now }: { cell: Cell; now: number }) {
  if (cell.count === 0) return <span className="sd-zero">0</span>;
  const level = cell.dueAt ? clockLevel(Date.parse(cell.dueAt) - now) : "calm";
  return (
    <span className="sd-clock" data-level={level}>
      <i className="sd-clock-mark" aria-hidden="true" />
      {cell.count}
    </span>
  );
}

/** What is open, by station and kind; the mark is that of the nearest deadline. */
export function Matrix({
  board,
  stations,
}: {
  board: KindCount[];
  stations: { id: string; name: string }[];
}) {
  const now = useCoarseNow(5);
  const kinds = SHOWN.filter((kind) => board.some((row) => row.kind === kind));
  const others = board.filter((row) => !kinds.includes(row.kind));
  const unclaimed = (rows: KindCount[]) => rows.reduce((all, row) => all + row.unclaimed, 0);
  const line = (rows: KindCount[], isMarked: boolean) => (
    <>
      {kinds.map((kind) => {
        const cell = sum(rows.filter((row) => row.kind === kind));
        return (
          <td key={kind} className="sd-num">
            {isMarked ? <Count cell={cell} now={now} /> : cell.count}
          </td>
        );
      })}
      {others.length > 0 && (
        <td className="sd-num">
          <Count cell={sum(rows.filter((row) => !kinds.includes(row.kind)))} now={now} />
        </td>
      )}
      <td className="sd-num">{unclaimed(rows) || <span className="sd-zero">0</span>}</td>
      <td className="sd-num">
        <b>{sum(rows).count}</b>
      </td>
    </>
  );
  return (
    <section>
      <h2>
        <Trans>未结：网点 × 类型</Trans>
      </h2>
      <table className="wb-matrix" data-testid="wb-matrix">
        <thead>
          <tr>
            <th>{t`网点`}</th>
            {kinds.map((kind) => (
              <th key={kind} className="sd-num">
                {kindWord(kind)}
              </th>
            ))}
            {others.length > 0 && <th className="sd-num">{t`其他`}</th>}
            <th className="sd-num">{t`未认领`}</th>
            <th className="sd-num">{t`合计`}</th>
          </tr>
        </thead>
        <tbody>
          {stations.map((station) => (
            <tr key={station.id}>
              <td>{station.name}</td>
              {line(
                board.filter((row) => row.station_id === station.id),
                true,
              )}
            </tr>
          ))}
          <tr className="wb-total">
            <td>{t`合计`}</td>
            {line(board, false)}
          </tr>
        </tbody>
      </table>
    </section>
  );
}
