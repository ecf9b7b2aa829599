import { t } from "@lingui/core/macro";
import { useState } from "react";
import type { Case, CaseAction } from "@/api/cases";
import { localised } from "@/shared/i18n/locale";
import { ActionForm } from "./ActionForm";

/** After the end: what would open it again, each only once it is asked for. */
export function Reopening({ item, actions }: { item: Case; actions: CaseAction[] }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const offered = actions.filter((each) => each.is_allowed);
  const action = offered.find((each) => each.event === chosen);
  if (offered.length === 0) return null;
  return (
    <section className="cp-section" data-next-step aria-label={t`重新打开`}>
      <fieldset className="ns-actions" aria-label={t`重新打开`}>
        {offered.map((each) => (
          <button
            key={each.event}
            type="button"
            aria-pressed={each === action}
            className="ns-action"
            onClick={() => setChosen(each.event)}
            data-testid={`action-${each.event}`}
          >
            {localised(each.label_zh, each.label_en)}
          </button>
        ))}
      </fieldset>
      {action && (
        <ActionForm key={action.event} item={item} action={action} onDone={() => setChosen(null)} />
      )}
    </section>
  );
}
