import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { serverNow } from "@/api/client";
import { type Courier, changeCourier, createCourier, listCouriers } from "@/api/people";
import { listStations } from "@/api/stations";
import { TextField } from "@/shared/forms/TextField";
import { fullDay } from "@/shared/time/time";
import { Dialog } from "@/shared/ui/Dialog";
import { EmptyState, ErrorState, errorText, LoadingState } from "@/shared/ui/States";
import { Tellable } from "@/shared/ui/Tellable";
import { ImportPeople } from "./ImportPeople";

function CourierForm(props: { stationId: string; courier: Courier | null; onClose: () => void }) {
  const { stationId, courier, onClose } = props;
  const queries = useQueryClient();
  const [number, setNumber] = useState(courier?.number ?? "");
  const [name, setName] = useState(courier?.name ?? "");
  const [phone, setPhone] = useState(courier?.phone ?? "");
  const [area, setArea] = useState(courier?.area ?? "");
  const saved = () => {
    queries.invalidateQueries({ queryKey: ["couriers"] });
    onClose();
  };
  const saving = useMutation({
    mutationFn: () =>
      courier
        ? changeCourier(courier.id, { name, phone, area })
        : createCourier(stationId, { number, name, phone, area }),
    onSuccess: saved,
  });
  const leaving = useMutation({
    mutationFn: () =>
      changeCourier(
        courier?.id ?? "",
        courier?.is_active
          ? { is_active: false, active_to: fullDay(serverNow()) }
          : { is_active: true },
      ),
    onSuccess: saved,
  });
  const fault = saving.error ?? leaving.error;
  return (
    <Dialog title={courier ? t`改业务员` : t`加业务员`} isOpen onClose={onClose}>
      <form
        className="sd-form"
        onSubmit={(event) => {
          event.preventDefault();
          saving.mutate();
        }}
      >
        <div className="sd-form-row">
          {courier ? (
            <p>
              {t`工号`} {courier.number}
            </p>
          ) : (
            <TextField
              id="courier-number"
              label={t`工号`}
              value={number}
              onChange={setNumber}
              isRequired
            />
          )}
          <TextField id="courier-name" label={t`姓名`} value={name} onChange={setName} isRequired />
        </div>
        <div className="sd-form-row">
          <TextField
            id="courier-phone"
            label={t`电话`}
            value={phone}
            onChange={setPhone}
            type="tel"
          />
          <TextField id="courier-area" label={t`区域`} value={area} onChange={setArea} />
        </div>
        {fault && <p className="sd-field-error">{errorText(fault)}</p>}
        <div className="sd-form-foot">
          <button
            type="submit"
            className="sd-btn"
            data-variant="primary"
            data-testid="courier-save"
          >
            <Trans>保存</Trans>
          </button>
          {courier?.is_active && (
            <button type="button" className="sd-btn" onClick={() => leaving.mutate()}>
              <Trans>今天离开</Trans>
            </button>
          )}
        </div>
      </form>
    </Dialog>
  );
}

/** A station's delivery people; those who left stay, since cases name them. */
export function Couriers({ mayChange }: { mayChange: boolean }) {
  const stations = useQuery({ queryKey: ["stations"], queryFn: listStations });
  const [chosen, setChosen] = useState("");
  const [editing, setEditing] = useState<Courier | "new" | null>(null);
  const stationId = chosen || stations.data?.items[0]?.id || "";
  const query = useQuery({
    queryKey: ["couriers", stationId],
    queryFn: () => listCouriers(stationId),
    enabled: stationId !== "",
  });
  if (stations.isPending) return <LoadingState />;
  if (stations.isError) return <ErrorState error={stations.error} />;
  const rows = query.data?.items ?? [];
  return (
    <>
      <div className="cs-bar">
        <select
          className="sd-select"
          aria-label={t`网点`}
          value={stationId}
          onChange={(event) => setChosen(event.target.value)}
        >
          {stations.data.items.map((each) => (
            <option key={each.id} value={each.id}>
              {each.code} · {each.name}
            </option>
          ))}
        </select>
        {mayChange && (
          <>
            <button
              type="button"
              className="sd-btn"
              data-variant="primary"
              onClick={() => setEditing("new")}
              data-testid="courier-new"
            >
              <Trans>加业务员</Trans>
            </button>
            <ImportPeople what="couriers" />
          </>
        )}
        <span className="sd-muted">
          {t`员工电话`} <Tellable may={false} />
        </span>
      </div>
      {query.isSuccess && rows.length === 0 && (
        <EmptyState
          title={t`这个网点还没有业务员`}
        >{t`加上工号、姓名、电话，追问和推送就能指名到人。`}</EmptyState>
      )}
      {rows.length > 0 && (
        <table className="sd-table cs-table">
          <thead>
            <tr>
              <th>{t`工号`}</th>
              <th>{t`姓名`}</th>
              <th>{t`电话`}</th>
              <th>{t`区域`}</th>
              <th>{t`在岗`}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id} data-testid="courier-row">
                <td>{row.number}</td>
                <td>
                  {mayChange ? (
                    <button
                      type="button"
                      className="sd-btn"
                      data-variant="link"
                      onClick={() => setEditing(row)}
                    >
                      {row.name}
                    </button>
                  ) : (
                    row.name
                  )}
                </td>
                <td>{row.phone || "—"}</td>
                <td>{row.area || "—"}</td>
                <td>{row.is_active ? t`在岗` : t`已离开`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {editing && (
        <CourierForm
          stationId={stationId}
          courier={editing === "new" ? null : editing}
          onClose={() => setEditing(null)}
        />
      )}
    </>
  );
}
