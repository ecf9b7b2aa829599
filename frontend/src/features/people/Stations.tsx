import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { listStations, type Station } from "@/api/stations";
import { Dialog } from "@/shared/ui/Dialog";
import { EmptyState, ErrorState, LoadingState } from "@/shared/ui/States";
import { carrierWord } from "@/shared/words/words";
import { StationForm } from "./StationForm";

export function Stations({ mayChange }: { mayChange: boolean }) {
  const stations = useQuery({ queryKey: ["stations"], queryFn: listStations });
  const [editing, setEditing] = useState<Station | "new" | null>(null);
  if (stations.isPending) return <LoadingState />;
  if (stations.isError)
    return <ErrorState error={stations.error} onRetry={() => stations.refetch()} />;
  return (
    <>
      {mayChange && (
        <div className="pp-form">
          <button
            type="button"
            className="sd-btn"
            data-variant="primary"
            onClick={() => setEditing("new")}
            data-testid="station-new"
          >
            <Trans>加网点</Trans>
          </button>
        </div>
      )}
      {stations.data.items.length === 0 && (
        <EmptyState title={t`还没有网点`}>{t`加第一个网点，然后导入它的扫描或账单。`}</EmptyState>
      )}
      <table className="sd-table pp-table">
        <thead>
          <tr>
            <th>{t`网点代码`}</th>
            <th>{t`名称`}</th>
            <th>{t`快递公司`}</th>
            <th>{t`别名`}</th>
            <th>
              <span className="sd-sr">{t`更改`}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {stations.data.items.map((station) => (
            <tr key={station.id} data-testid="station-row">
              <td>{station.code}</td>
              <td>
                <b>{station.name}</b>
              </td>
              <td>{carrierWord(station.carrier)}</td>
              <td className="sd-muted">{station.aliases.join(t`、`)}</td>
              <td className="sd-num pp-acts">
                {mayChange && (
                  <Link
                    to="/contracts/{-$stationId}"
                    params={{ stationId: station.id }}
                    data-testid="station-contracts"
                  >
                    <Trans>合同</Trans>
                  </Link>
                )}
                {mayChange && (
                  <button
                    type="button"
                    className="sd-btn"
                    data-variant="link"
                    onClick={() => setEditing(station)}
                  >
                    <Trans>改</Trans>
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Dialog
        title={editing === "new" ? t`加网点` : t`改网点`}
        isOpen={editing !== null}
        onClose={() => setEditing(null)}
      >
        {editing && (
          <StationForm
            station={editing === "new" ? null : editing}
            onClose={() => setEditing(null)}
          />
        )}
      </Dialog>
    </>
  );
}
