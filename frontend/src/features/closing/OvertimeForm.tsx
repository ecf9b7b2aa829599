import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { setOvertime } from "@/api/closing";
import { listStations } from "@/api/stations";
import { errorText } from "@/shared/ui/States";

/** Minutes of overtime that a station is charged for; entered again, they are corrected. */
export function OvertimeForm({ month }: { month: string }) {
  const queries = useQueryClient();
  const stations = useQuery({ queryKey: ["stations"], queryFn: listStations });
  const [station, setStation] = useState("");
  const [minutes, setMinutes] = useState("");
  const [note, setNote] = useState("");
  const save = useMutation({
    mutationFn: () => setOvertime(month, station, Number(minutes), note),
    onSuccess: () => {
      setMinutes("");
      setNote("");
      queries.invalidateQueries({ queryKey: ["month-fees", month] });
    },
  });
  return (
    <form
      className="cl-overtime"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <label>
        <span>{t`网点`}</span>
        <select
          className="sd-select"
          value={station}
          required
          onChange={(event) => setStation(event.target.value)}
        >
          <option value="">{t`选择网点`}</option>
          {stations.data?.items.map((each) => (
            <option key={each.id} value={each.id}>
              {each.code} {each.name}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{t`加班分钟`}</span>
        <input
          className="sd-input"
          type="number"
          min={0}
          max={44640}
          required
          value={minutes}
          onChange={(event) => setMinutes(event.target.value)}
        />
      </label>
      <label>
        <span>{t`说明`}</span>
        <input
          className="sd-input"
          value={note}
          maxLength={500}
          onChange={(event) => setNote(event.target.value)}
        />
      </label>
      <button type="submit" className="sd-btn" disabled={save.isPending}>
        <Trans>记加班</Trans>
      </button>
      {save.isError && <p className="sd-field-error">{errorText(save.error)}</p>}
    </form>
  );
}
