import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQueries } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ApiError } from "@/api/client";
import { type Parcel, readParcel } from "@/api/parcels";
import { Dialog } from "@/shared/ui/Dialog";
import { Waybill } from "@/shared/waybill/Waybill";
import { gapWord, milestoneWord } from "@/shared/words/words";

/** At most so many are asked for at once; the rest is named, never dropped silently. */
const MAX_WAYBILLS = 50;

function stateOf(parcel: Parcel): { text: string; isOverdue: boolean } {
  const leg = parcel.legs.at(-1);
  if (leg?.gap) return { text: gapWord(leg.gap.gap), isOverdue: leg.gap.is_overdue };
  const last = leg?.milestones.at(-1);
  return { text: last ? milestoneWord(last.milestone) : t`没有记录`, isOverdue: false };
}

function CheckLine({
  waybill,
  parcel,
  error,
  onClose,
}: {
  waybill: string;
  parcel?: Parcel;
  error: unknown;
  onClose: () => void;
}) {
  const state = parcel ? stateOf(parcel) : null;
  const isUnknown = error instanceof ApiError && error.status === 404;
  return (
    <tr>
      <td>
        <Link
          to="/desk/{-$caseId}"
          params={{ caseId: undefined }}
          search={{ view: "all", q: waybill }}
          onClick={onClose}
        >
          <Waybill value={waybill} />
        </Link>
      </td>
      <td className={state?.isOverdue ? "sd-over" : undefined}>
        {state?.text}
        {isUnknown && <Trans>没有这件的扫描</Trans>}
        {!state && !isUnknown && !error && <Trans>查询中…</Trans>}
        {!!error && !isUnknown && <Trans>没查到，请重试</Trans>}
      </td>
    </tr>
  );
}

/** A pasted column of waybills, each with where it stands. */
export function WaybillCheck({ waybills, onClose }: { waybills: string[]; onClose: () => void }) {
  const asked = waybills.slice(0, MAX_WAYBILLS);
  const answers = useQueries({
    queries: asked.map((waybill) => ({
      queryKey: ["parcel", waybill],
      queryFn: () => readParcel(waybill),
    })),
  });
  const total = waybills.length;
  return (
    <Dialog
      title={t`核对 ${total} 个运单号`}
      isOpen={total > 0}
      onClose={onClose}
      testId="waybill-check"
    >
      {total > MAX_WAYBILLS && (
        <p className="sd-warn">
          <Trans>一次查前 {MAX_WAYBILLS} 个，其余请分批粘贴。</Trans>
        </p>
      )}
      <table className="sd-table">
        <tbody>
          {asked.map((waybill, index) => (
            <CheckLine
              key={waybill}
              waybill={waybill}
              parcel={answers[index]?.data}
              error={answers[index]?.error}
              onClose={onClose}
            />
          ))}
        </tbody>
      </table>
    </Dialog>
  );
}
