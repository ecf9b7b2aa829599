import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { addOvertime, listOvertime } from "@/api/workforce";
import { dayAndTime, timeOfDay, withOffset } from "@/shared/time/time";
import { notify } from "@/shared/ui/notices";
import { errorText } from "@/shared/ui/States";

const EMPTY = { from_at: "", to_at: "", reason: "" };

/** Overtime, recorded when it was worked. */
export function OvertimeBox() {
  const queries = useQueryClient();
  const [draft, setDraft] = useState(EMPTY);
  const list = useQuery({ queryKey: ["overtime"], queryFn: listOvertime });
  const adding = useMutation({
    mutationFn: () =>
      addOvertime({
        from_at: withOffset(draft.from_at),
        to_at: withOffset(draft.to_at),
        reason: draft.reason,
      }),
    onSuccess: () => {
      notify(t`加班已记`);
      setDraft(EMPTY);
      queries.invalidateQueries({ queryKey: ["overtime"] });
    },
  });
  const items = list.data?.items ?? [];
  return (
    <section>
      <h2>
        <Trans>加班</Trans>
      </h2>
      <form
        className="wf-bar"
        onSubmit={(event) => {
          event.preventDefault();
          adding.mutate();
        }}
      >
        {(["from_at", "to_at"] as const).map((name) => (
          <input
            key={name}
            className="sd-input wf-when"
            type="datetime-local"
            required
            aria-label={name === "from_at" ? t`加班从` : t`加班到`}
            value={draft[name]}
            onChange={(event) => setDraft({ ...draft, [name]: event.target.value })}
          />
        ))}
        <input
          className="sd-input wf-what"
          required
          aria-label={t`做了什么`}
          placeholder={t`做了什么`}
          value={draft.reason}
          onChange={(event) => setDraft({ ...draft, reason: event.target.value })}
        />
        <button type="submit" className="sd-btn" disabled={adding.isPending}>
          <Trans>记加班</Trans>
        </button>
        {adding.isError && <span className="sd-field-error">{errorText(adding.error)}</span>}
      </form>
      {items.length > 0 && (
        <table className="sd-table wf-list">
          <tbody>
            {items.map(({ minutes, ...item }) => (
              <tr key={item.id}>
                <td className="wf-span">
                  {dayAndTime(item.from_at)} — {timeOfDay(item.to_at)}
                </td>
                <td>{item.member_name}</td>
                <td className="sd-num">
                  <Trans>{minutes} 分</Trans>
                </td>
                <td className="wf-reason">{item.reason}</td>
                <td className="sd-muted">{item.station_name ?? ""}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
