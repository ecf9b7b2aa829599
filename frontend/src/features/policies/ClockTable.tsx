import { t } from "@lingui/core/macro";
import type { PolicySchema } from "@/api/policies";
import type { ClockDraft } from "./draft";
import { clockLabel } from "./words";

interface ClockTableProps {
  clocks: ClockDraft[];
  schema: PolicySchema;
  onChange: (clocks: ClockDraft[]) => void;
}

/** The clocks of a version, one a line, edited in place. */
export function ClockTable({ clocks, schema, onChange }: ClockTableProps) {
  const change = (name: string, patch: Partial<ClockDraft>) =>
    onChange(clocks.map((clock) => (clock.name === name ? { ...clock, ...patch } : clock)));
  return (
    <table className="sd-table po-edit">
      <thead>
        <tr>
          <th scope="col">{t`时限`}</th>
          <th scope="col">{t`谁定的`}</th>
          <th scope="col">{t`分钟`}</th>
          <th scope="col">{t`提前提醒（分钟）`}</th>
          <th scope="col">{t`按什么时间计`}</th>
        </tr>
      </thead>
      <tbody>
        {clocks.map((clock) => {
          const label = clockLabel(schema, clock.name);
          return (
            <tr key={clock.name}>
              <th scope="row">{label}</th>
              <td>
                <select
                  className="sd-select"
                  aria-label={t`${label} 谁定的`}
                  value={clock.owner}
                  onChange={(event) => change(clock.name, { owner: event.target.value })}
                >
                  <option value="hq">{t`总部`}</option>
                  <option value="firm">{t`内部`}</option>
                </select>
              </td>
              <td>
                <input
                  className="sd-input po-short"
                  type="number"
                  min={1}
                  aria-label={t`${label} 分钟`}
                  value={clock.length}
                  onChange={(event) => change(clock.name, { length: event.target.value })}
                  data-testid={`length-${clock.name}`}
                />
              </td>
              <td>
                <input
                  className="sd-input"
                  aria-label={t`${label} 提前提醒`}
                  disabled={Array.isArray(clock.kept.rungs)}
                  value={clock.rungs}
                  onChange={(event) => change(clock.name, { rungs: event.target.value })}
                />
              </td>
              <td>
                <select
                  className="sd-select"
                  aria-label={t`${label} 按什么时间计`}
                  value={clock.calendar}
                  onChange={(event) =>
                    change(clock.name, { calendar: event.target.value as ClockDraft["calendar"] })
                  }
                >
                  <option value="inherited">{t`按上级日历`}</option>
                  <option value="24h">{t`24 小时`}</option>
                  <option value="windows">{t`自定时段`}</option>
                </select>
                {clock.calendar === "windows" && (
                  <div className="po-windows">
                    <input
                      className="sd-input"
                      aria-label={t`${label} 工作日时段`}
                      value={clock.workday}
                      onChange={(event) => change(clock.name, { workday: event.target.value })}
                    />
                    <input
                      className="sd-input"
                      aria-label={t`${label} 休息日时段`}
                      placeholder={t`休息日不计`}
                      value={clock.restDay}
                      onChange={(event) => change(clock.name, { restDay: event.target.value })}
                    />
                  </div>
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
