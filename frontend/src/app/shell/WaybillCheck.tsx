import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { searchMany, type WaybillHit } from "@/api/search";
import { HolderMark } from "@/shared/custody/SwatchMark";
import { Dialog } from "@/shared/ui/Dialog";
import { notify } from "@/shared/ui/notices";
import { ErrorState, LoadingState } from "@/shared/ui/States";
import { WaybillLink } from "@/shared/waybill/WaybillLink";
import { kindWord } from "@/shared/words/words";
import { parcelState } from "./finds";

function stateText(hit: WaybillHit): string {
  if (hit.parcels.length === 0 && hit.cases.length === 0) return t`没有这件的记录`;
  return parcelState(hit.parcels).text || t`没有扫描`;
}

/** The same rows as a table that a spreadsheet takes by paste. */
function asTable(items: WaybillHit[]): string {
  const head = [t`运单号`, t`网点`, t`状态`, t`工作项`, t`在等谁`].join("\t");
  const rows = items.map((hit) =>
    [
      hit.waybill,
      hit.parcels[0]?.station_name ?? "",
      stateText(hit),
      hit.cases.map((item) => item.number).join(" "),
      hit.cases[0]?.holder.name ?? "",
    ].join("\t"),
  );
  return [head, ...rows].join("\n");
}

function Line({ hit, onClose }: { hit: WaybillHit; onClose: () => void }) {
  const state = parcelState(hit.parcels);
  const open = hit.cases[0];
  return (
    <tr data-testid="check-line">
      <td>
        <WaybillLink value={hit.waybill} onClick={onClose} />
      </td>
      <td>{hit.parcels[0]?.station_name ?? open?.station.name}</td>
      <td className={state.isOverdue ? "sd-over" : undefined}>{stateText(hit)}</td>
      <td>
        {hit.cases.map((item) => (
          <Link
            key={item.id}
            to="/desk/{-$caseId}"
            params={{ caseId: item.id }}
            search={{ view: "all", q: hit.waybill }}
            onClick={onClose}
          >
            {kindWord(item.kind)} {item.closed_at ? t`（已结）` : ""}{" "}
          </Link>
        ))}
      </td>
      <td>{open && <HolderMark holder={open.holder} unclaimedWord={t`未认领`} />}</td>
    </tr>
  );
}

function Table({ items, onClose }: { items: WaybillHit[]; onClose: () => void }) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(asTable(items));
      notify(t`已复制，可以粘贴到表格`);
    } catch {
      notify(t`浏览器不允许复制，请选中表格后手动复制`);
    }
  };
  const withCase = items.filter((hit) => hit.cases.length > 0).length;
  const late = items.filter((hit) => parcelState(hit.parcels).isOverdue).length;
  const unknown = items.filter((hit) => hit.parcels.length + hit.cases.length === 0).length;
  return (
    <>
      <p className="sh-check-sum">
        <Trans>
          {withCase} 个有工作项，{late} 个差异已逾时，{unknown} 个没有记录
        </Trans>
        <button type="button" className="sd-btn" onClick={copy} data-testid="check-copy">
          <Trans>复制成表格</Trans>
        </button>
      </p>
      <div className="sh-check">
        <table className="sd-table">
          <thead>
            <tr>
              <th>{t`运单号`}</th>
              <th>{t`网点`}</th>
              <th>{t`状态`}</th>
              <th>{t`工作项`}</th>
              <th>{t`在等谁`}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((hit) => (
              <Line key={hit.waybill} hit={hit} onClose={onClose} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** A pasted column of waybills, up to 200, each with where it stands. */
export function WaybillCheck({ pasted, onClose }: { pasted: string; onClose: () => void }) {
  const query = useQuery({
    queryKey: ["search-many", pasted],
    queryFn: () => searchMany(pasted),
    enabled: pasted !== "",
  });
  const count = query.data?.items.length ?? 0;
  return (
    <Dialog
      title={count > 0 ? t`核对 ${count} 个运单号` : t`核对运单号`}
      isOpen={pasted !== ""}
      onClose={onClose}
      size="wide"
      testId="waybill-check"
    >
      {query.isPending && <LoadingState label={t`正在查询…`} />}
      {query.isError && <ErrorState error={query.error} />}
      {query.data && <Table items={query.data.items} onClose={onClose} />}
    </Dialog>
  );
}
