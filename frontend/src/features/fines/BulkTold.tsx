import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import type { BulkItem } from "@/api/fineBulk";
import { localised } from "@/shared/i18n/locale";
import { formatYuan } from "@/shared/money/money";
import { Dialog } from "@/shared/ui/Dialog";
import { shortStation } from "@/shared/words/station";
import type { BulkTold as Told } from "./useFineBulk";

function outcomeWord(item: BulkItem): string {
  switch (item.outcome) {
    case "decided":
      return t`已定责`;
    case "waiting":
      return t`等复核`;
    case "appealed":
      return t`已开申诉`;
    default:
      return localised(item.text_zh, item.text_en);
  }
}

/** What became of each fine of a bulk; those left out come first, with why. */
export function BulkTold({ told, onClose }: { told: Told; onClose: () => void }) {
  const rows = new Map(told.rows.map((row) => [row.id, row]));
  const left = told.items.filter((item) => item.outcome === "refused");
  const items = [...left, ...told.items.filter((item) => item.outcome !== "refused")];
  const done = told.items.length - left.length;
  const kept = left.length;
  return (
    <Dialog
      title={
        told.kind === "decide"
          ? t`定了 ${done} 笔，留下 ${kept} 笔`
          : t`申诉了 ${done} 笔，留下 ${kept} 笔`
      }
      isOpen
      onClose={onClose}
      size="wide"
      testId="bulk-told"
    >
      <div className="fi-told">
        <table className="sd-table">
          <thead>
            <tr>
              <th>{t`罚款`}</th>
              <th className="sd-num">{t`金额`}</th>
              <th>{t`结果`}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((item) => {
              const row = rows.get(item.fine_id);
              return (
                <tr key={item.fine_id} data-testid="told-row" data-outcome={item.outcome}>
                  <td>
                    <Link
                      to="/fines/{-$fineId}"
                      params={{ fineId: item.fine_id }}
                      search={(before) => before}
                      onClick={onClose}
                    >
                      {row ? `${shortStation(row.station.name)} · ${row.name}` : item.fine_id}
                    </Link>
                  </td>
                  <td className="sd-num">{row ? formatYuan(row.amount_fen) : "—"}</td>
                  <td>
                    {item.case_id ? (
                      <Link
                        to="/desk/{-$caseId}"
                        params={{ caseId: item.case_id }}
                        search={{ view: "all" }}
                      >
                        {outcomeWord(item)}
                      </Link>
                    ) : (
                      outcomeWord(item)
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {told.kind === "decide" && done > 0 && (
        <p className="sd-muted">
          <Trans>要改，打开那一笔冲回后再定。</Trans>
        </p>
      )}
    </Dialog>
  );
}
