import { t } from "@lingui/core/macro";
import { useState } from "react";
import type { RuleSet } from "@/api/rules";
import { RuleText } from "./RuleText";

const keyOf = (each: RuleSet) => each.id ?? "example";
const nameOf = (each: RuleSet) => `${each.name} v${each.version}`;

/** A version's rules, and beside them those of another, to see what has changed. */
export function VersionsBeside({ open, others }: { open: RuleSet; others: RuleSet[] }) {
  const [besideKey, setBesideKey] = useState("");
  const beside = others.find((each) => keyOf(each) === besideKey && each !== open);
  return (
    <>
      {others.length > 1 && (
        <label className="ru-beside">
          <span className="sd-label">{t`并排对比`}</span>
          <select
            className="sd-select"
            value={besideKey}
            onChange={(event) => setBesideKey(event.target.value)}
            data-testid="rule-beside"
          >
            <option value="">{t`不对比`}</option>
            {others
              .filter((each) => each !== open)
              .map((each) => (
                <option key={keyOf(each)} value={keyOf(each)}>
                  {nameOf(each)}
                </option>
              ))}
          </select>
        </label>
      )}
      <div className="ru-versions" data-beside={beside ? true : undefined}>
        <RuleText rules={open.rules} />
        {beside && (
          <section aria-label={nameOf(beside)}>
            <h3>{nameOf(beside)}</h3>
            <RuleText rules={beside.rules} />
          </section>
        )}
      </div>
    </>
  );
}
