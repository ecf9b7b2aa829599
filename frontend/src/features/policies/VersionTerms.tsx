import { t } from "@lingui/core/macro";
import type { PolicySchema, PolicyVersion } from "@/api/policies";
import {
  calendarWord,
  clockLabel,
  ladderWord,
  lengthWord,
  parameterLabel,
  valueWord,
} from "./words";

/** What a version says: its clocks as a table, then everything else by name. */
export function VersionTerms({
  version,
  schema,
}: {
  version: PolicyVersion;
  schema: PolicySchema | undefined;
}) {
  const { clocks = {}, ...rest } = version.parameters;
  const names = Object.keys(clocks);
  const shown = Object.entries({ ...schema?.defaults, ...rest });
  return (
    <>
      {names.length > 0 && (
        <table className="sd-table po-clocks">
          <thead>
            <tr>
              <th scope="col">{t`时限`}</th>
              <th scope="col">{t`谁定的`}</th>
              <th scope="col" className="sd-num">
                {t`多长`}
              </th>
              <th scope="col">{t`提前提醒（分钟）`}</th>
              <th scope="col">{t`按什么时间计`}</th>
            </tr>
          </thead>
          <tbody>
            {names.map((name) => {
              const clock = clocks[name];
              if (!clock) return null;
              return (
                <tr key={name}>
                  <td>{clockLabel(schema, name)}</td>
                  <td>{clock.owner === "hq" ? t`总部` : t`内部`}</td>
                  <td className="sd-num">{lengthWord(clock.length_minutes)}</td>
                  <td>{ladderWord(clock)}</td>
                  <td>{calendarWord(clock.calendar)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      {shown.length > 0 && (
        <dl className="po-parameters">
          {shown.map(([name, value]) => (
            <div key={name}>
              <dt>{parameterLabel(schema, name)}</dt>
              <dd>{valueWord(name, value)}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}
