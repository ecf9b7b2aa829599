import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { changeStation, createStation, listStations, type Station } from "@/api/stations";
import { Dialog } from "@/shared/ui/Dialog";
import { notify } from "@/shared/ui/notices";
import { EmptyState, ErrorState, errorText, LoadingState } from "@/shared/ui/States";
import { carrierWord } from "@/shared/words/words";

const CARRIERS = [
  "zto",
  "yto",
  "sto",
  "yunda",
  "jt",
  "sf",
  "jd",
  "ems",
  "best",
  "deppon",
  "zto_freight",
  "other",
];

const words = (text: string) =>
  text
    .split(/[,，、;；\n]+/)
    .map((word) => word.trim())
    .filter(Boolean);

interface FormProps {
  station: Station | null;
  onClose: () => void;
}

function StationForm({ station, onClose }: FormProps) {
  const queries = useQueryClient();
  const [code, setCode] = useState(station?.code ?? "");
  const [carrier, setCarrier] = useState(station?.carrier ?? "zto");
  const [name, setName] = useState(station?.name ?? "");
  const [aliases, setAliases] = useState("");
  const saving = useMutation({
    mutationFn: () =>
      station
        ? changeStation(station.id, { name, add_aliases: words(aliases) })
        : createStation({ code, carrier, name, aliases: words(aliases) }),
    onSuccess: () => {
      notify(t`已保存 ${name}`);
      queries.invalidateQueries({ queryKey: ["stations"] });
      onClose();
    },
  });
  return (
    <form
      className="sd-form"
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate();
      }}
    >
      <div className="sd-form-row">
        <div className="sd-field">
          <label htmlFor="station-code">{t`网点代码`}</label>
          <input
            id="station-code"
            className="sd-input"
            required
            disabled={!!station}
            value={code}
            onChange={(event) => setCode(event.target.value)}
            data-testid="station-code"
          />
        </div>
        <div className="sd-field">
          <label htmlFor="station-carrier">{t`快递公司`}</label>
          <select
            id="station-carrier"
            className="sd-select"
            disabled={!!station}
            value={carrier}
            onChange={(event) => setCarrier(event.target.value)}
            data-testid="station-carrier"
          >
            {CARRIERS.map((each) => (
              <option key={each} value={each}>
                {carrierWord(each)}
              </option>
            ))}
          </select>
        </div>
      </div>
      <div className="sd-field">
        <label htmlFor="station-name">{t`名称`}</label>
        <input
          id="station-name"
          className="sd-input"
          required
          value={name}
          onChange={(event) => setName(event.target.value)}
          data-testid="station-name"
        />
      </div>
      <div className="sd-field">
        <label htmlFor="station-aliases">
          {station ? t`再加别名（用逗号隔开）` : t`别名（扫描和账单里的叫法，用逗号隔开）`}
        </label>
        <input
          id="station-aliases"
          className="sd-input"
          value={aliases}
          onChange={(event) => setAliases(event.target.value)}
          data-testid="station-aliases"
        />
      </div>
      {saving.isError && <p className="sd-field-error">{errorText(saving.error)}</p>}
      <div className="sd-form-foot">
        <button
          type="submit"
          className="sd-btn"
          data-variant="primary"
          disabled={saving.isPending}
          data-testid="station-save"
        >
          <Trans>保存</Trans>
        </button>
      </div>
    </form>
  );
}

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
              <td className="sd-num">
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
