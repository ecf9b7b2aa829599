import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import type { MemberLoad } from "@/api/workforce";
import { LoadBar } from "@/shared/load/LoadBar";
import { dutyWord } from "@/shared/words/duty";

/** The people to be dragged, each with what he carries; Enter picks one up as well. */
export function Bench({
  people,
  picked,
  onPick,
}: {
  people: MemberLoad[];
  picked: string | null;
  onPick: (memberId: string | null) => void;
}) {
  return (
    <ul className="pp-bench" aria-label={t`坐席`} data-testid="bench">
      {people.map((each) => (
        <li key={each.member_id}>
          <button
            type="button"
            className="pp-person"
            draggable
            aria-pressed={picked === each.member_id}
            onClick={() => onPick(picked === each.member_id ? null : each.member_id)}
            onDragStart={(event) => {
              event.dataTransfer.effectAllowed = "copy";
              event.dataTransfer.setData("text/plain", each.member_id);
              onPick(each.member_id);
            }}
            onDragEnd={() => onPick(null)}
            data-testid="bench-person"
          >
            <b>{each.name}</b>
            <span className={each.duty === "on" ? "sd-muted" : "pp-off"}>
              {dutyWord(each.duty)}
            </span>
            <LoadBar held={each.held} most={each.held_max} />
          </button>
        </li>
      ))}
      <li className="sd-muted pp-hint">
        <Trans>拖到格子里，或点选后点格子里的“放这里”</Trans>
      </li>
    </ul>
  );
}
