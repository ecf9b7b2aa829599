import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import type { CaseRow } from "@/api/cases";
import { dayAndTime } from "@/shared/time/time";
import { Waybill } from "@/shared/waybill/Waybill";
import { kindWord } from "@/shared/words/words";

/** Other cases of the same parcel. */
export function Related({ rows, onOpen }: { rows: CaseRow[]; onOpen: (id: string) => void }) {
  if (rows.length === 0) return null;
  return (
    <section className="cp-section" aria-label={t`相关工作项`}>
      <h3 className="sd-label">
        <Trans>相关工作项</Trans>
      </h3>
      <ul className="rl">
        {rows.map((row) => (
          <li key={row.id}>
            <button
              type="button"
              className="sd-btn"
              data-variant="link"
              onClick={() => onOpen(row.id)}
            >
              {kindWord(row.kind)} {row.number}
            </button>
            <Waybill value={row.waybill} />
            <span className="sd-muted">
              {row.closed_at ? t`已结 ${dayAndTime(row.closed_at)}` : row.summary}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
