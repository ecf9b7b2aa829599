import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { decideHandover, listHandovers, type ShiftHandover } from "@/api/workforce";
import { dayAndTime } from "@/shared/time/time";
import { notify, notifyRefusal } from "@/shared/ui/notices";
import { errorText } from "@/shared/ui/States";
import { handoverWord } from "./words";

const SHOWN = 6;

function Row({ item, me }: { item: ShiftHandover; me: string }) {
  const queries = useQueryClient();
  const deciding = useMutation({
    mutationFn: (step: "accept" | "decline") => decideHandover(item.id, step),
    onSuccess: (answer) => {
      const { moved, released } = answer;
      if (answer.handover.state === "accepted") {
        notify(
          released
            ? t`接收 ${moved} 件；另 ${released} 件不归您的网点，已放回队列`
            : t`接收 ${moved} 件`,
        );
      }
      for (const key of ["carried", "handovers", "load", "case-counts"]) {
        queries.invalidateQueries({ queryKey: [key] });
      }
    },
    onError: (error) => notifyRefusal(errorText(error)),
  });
  const isForMe = item.to_member_id === me && item.state === "offered";
  const isMine = item.from_member_id === me && item.state === "offered";
  const count = item.items.cases.length;
  return (
    <tr data-testid="handover-row">
      <td className="wf-span">{dayAndTime(item.offered_at)}</td>
      <td>
        <b>{item.from_name}</b> → {item.to_name ?? t`队列`}
      </td>
      <td>
        <Trans>{count} 件</Trans>
      </td>
      <td className="wf-reason">{item.notes}</td>
      <td className="sd-muted">{handoverWord(item.state)}</td>
      <td className="wf-steps">
        {isForMe && (
          <button
            type="button"
            className="sd-btn"
            data-variant="primary"
            disabled={deciding.isPending}
            onClick={() => deciding.mutate("accept")}
            data-testid="shift-accept"
          >
            <Trans>接收</Trans>
          </button>
        )}
        {(isForMe || isMine) && (
          <button
            type="button"
            className="sd-btn"
            data-variant="link"
            disabled={deciding.isPending}
            onClick={() => deciding.mutate("decline")}
          >
            {isMine ? <Trans>收回</Trans> : <Trans>不接</Trans>}
          </button>
        )}
      </td>
    </tr>
  );
}

/** Handovers that were offered, the open ones first. */
export function HandoversOffered({ me }: { me: string }) {
  const list = useQuery({ queryKey: ["handovers"], queryFn: listHandovers });
  const items = [...(list.data?.items ?? [])].sort(
    (a, b) => Number(b.state === "offered") - Number(a.state === "offered"),
  );
  if (items.length === 0) return null;
  return (
    <section>
      <h2>
        <Trans>交接记录</Trans>
      </h2>
      <table className="sd-table wf-list">
        <tbody>
          {items.slice(0, SHOWN).map((item) => (
            <Row key={item.id} item={item} me={me} />
          ))}
        </tbody>
      </table>
    </section>
  );
}
