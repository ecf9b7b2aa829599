import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import type { Coverage, MemberLoad, Post } from "@/api/workforce";
import { LoadBar } from "@/shared/load/LoadBar";
import { timeOfDay } from "@/shared/time/time";
import { alarmWord, dutyWord } from "@/shared/words/duty";
import { shortStation } from "@/shared/words/station";

const ALARMS_SHOWN = 3;

/** `西兴 · 柯桥 备`: each station once, however many directions. */
function places(posts: Post[]): string {
  const seen = new Map<string, string>();
  for (const post of posts) {
    const name = shortStation(post.station_name);
    const rank = post.is_primary ? name : t`${name} 备`;
    const { covers } = post;
    const text = covers ? t`${rank}（代 ${covers}）` : rank;
    if (!seen.has(post.station_id) || post.is_primary) seen.set(post.station_id, text);
  }
  return [...seen.values()].join(" · ");
}

function Alarms({ coverage }: { coverage: Coverage }) {
  const alarms = coverage.items.filter((lane) => lane.alarm);
  const byStation = new Map(alarms.map((lane) => [lane.station_id + lane.alarm, lane]));
  const shown = [...byStation.values()];
  if (shown.length === 0) return null;
  const more = shown.length - ALARMS_SHOWN;
  return (
    <span className="sd-warn wb-alarms" data-testid="wb-alarms">
      {shown.slice(0, ALARMS_SHOWN).map((lane) => {
        const time = lane.alarm_from ? timeOfDay(lane.alarm_from) : "";
        const isLater = (lane.alarm_from ?? "") > coverage.at;
        return (
          <span key={lane.station_id + lane.alarm}>
            <i className="sd-mark" data-level="warn" aria-hidden="true" />
            {shortStation(lane.station_name)} {isLater && t`${time} 起`}{" "}
            {alarmWord(lane.alarm ?? "")}
          </span>
        );
      })}
      {more > 0 && <span>{t`另 ${more} 处`}</span>}
    </span>
  );
}

/** Who is there, where, and with how much; and what nobody backs up. */
export function OnShift({ load, coverage }: { load: MemberLoad[]; coverage?: Coverage }) {
  const there = load
    .filter((each) => each.role === "agent" || each.held > 0)
    .sort((a, b) => b.held - a.held);
  const limit = there.find((each) => each.held_max !== null)?.held_max;
  return (
    <section>
      <h2 className="wb-onshift-head">
        <Trans>在班负荷</Trans>
        {limit != null && <small>{t`上限 ${limit}`}</small>}
        {coverage && <Alarms coverage={coverage} />}
      </h2>
      <ul className="wb-onshift" data-testid="wb-onshift">
        {there.map((each) => (
          <li key={each.member_id}>
            <b>{each.name}</b>
            <span className="sd-muted">
              {each.duty === "on" || each.duty === "unplanned"
                ? places(each.posts)
                : dutyWord(each.duty)}
            </span>
            <LoadBar held={each.held} most={each.held_max} />
          </li>
        ))}
      </ul>
    </section>
  );
}
