import { t } from "@lingui/core/macro";
import { Link } from "@tanstack/react-router";
import type { StoryEntry } from "@/api/search";
import { localised } from "@/shared/i18n/locale";
import { formatYuan } from "@/shared/money/money";
import { fullDay, timeOfDay } from "@/shared/time/time";
import { causeWord, milestoneWord } from "@/shared/words/words";

function sourceWord(entry: StoryEntry): string {
  const words: Record<StoryEntry["source"], string> = {
    scan: t`扫描`,
    case: t`工作项`,
    fine: t`罚款`,
    decision: t`定责`,
    notice: t`通知`,
  };
  return words[entry.source];
}

function titleOf(entry: StoryEntry): string {
  if (entry.source === "scan") return milestoneWord(entry.code);
  if (entry.source === "decision") return causeWord(entry.code);
  return localised(entry.title_zh, entry.title_en) || entry.code;
}

function Detail({ entry, hasMany }: { entry: StoryEntry; hasMany: boolean }) {
  const said = entry.text && entry.text !== titleOf(entry) ? entry.text : "";
  const parts = [entry.by, entry.station, said].filter(Boolean).join(" · ");
  return (
    <>
      {entry.amount_fen !== null && <b className="wb-money">{formatYuan(entry.amount_fen)}</b>}
      <span>{parts}</span>
      {hasMany && entry.case_id && entry.case_number && (
        <Link to="/desk/{-$caseId}" params={{ caseId: entry.case_id }} search={{ view: "all" }}>
          {entry.case_number}
        </Link>
      )}
      {entry.fine_id && (
        <Link to="/fines/{-$fineId}" params={{ fineId: entry.fine_id }}>
          {t`看定责`}
        </Link>
      )}
    </>
  );
}

/** Oldest first, a heading for each day. */
export function Story({ entries }: { entries: StoryEntry[] }) {
  const hasMany = new Set(entries.map((entry) => entry.case_id).filter(Boolean)).size > 1;
  return (
    <ol className="wb-story" data-testid="story">
      {entries.map((entry, index) => {
        const before = entries[index - 1];
        const isNewDay = !before || fullDay(before.at) !== fullDay(entry.at);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same scan may come twice
          <li key={`${entry.at}-${index}`} data-source={entry.source} data-testid="story-entry">
            {isNewDay && <p className="wb-day">{fullDay(entry.at)}</p>}
            <div className="wb-entry">
              <time dateTime={entry.at}>{timeOfDay(entry.at)}</time>
              <span className="wb-source">{sourceWord(entry)}</span>
              <p>
                <b>{titleOf(entry)}</b> <Detail entry={entry} hasMany={hasMany} />
              </p>
            </div>
          </li>
        );
      })}
    </ol>
  );
}
