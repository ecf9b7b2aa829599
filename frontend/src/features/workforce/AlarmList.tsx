import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import type { Coverage, LaneCover } from "@/api/workforce";
import { timeOfDay } from "@/shared/time/time";
import { alarmWord } from "@/shared/words/duty";
import { directionWord } from "@/shared/words/words";

/** From when: now, or at the hour when somebody leaves. */
function since(lane: LaneCover, at: string): string {
  if (!lane.alarm_from || lane.alarm_from <= at) return t`现在`;
  const time = timeOfDay(lane.alarm_from);
  return t`${time} 起`;
}

/** Stations without a primary and a backup on shift, now or in the next hours. */
export function AlarmList({ coverage }: { coverage: Coverage }) {
  const alarms = coverage.items.filter((lane) => lane.alarm);
  if (alarms.length === 0) {
    return (
      <p className="sd-muted wf-alarms" data-testid="alarms">
        <Trans>每个网点都有主岗和备岗在班</Trans>
      </p>
    );
  }
  return (
    <ul className="wf-alarms" data-testid="alarms">
      {alarms.map((lane) => (
        <li key={lane.station_id + lane.direction} className="sd-warn">
          <i className="sd-mark" data-level="warn" aria-hidden="true" />
          <b>
            {lane.station_name} {directionWord(lane.direction)}
          </b>
          {since(lane, coverage.at)} {alarmWord(lane.alarm ?? "")}
        </li>
      ))}
    </ul>
  );
}
