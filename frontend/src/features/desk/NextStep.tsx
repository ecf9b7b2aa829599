import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import type { Case, CaseAction } from "@/api/cases";
import { localised } from "@/shared/i18n/locale";
import { Keycap } from "@/shared/ui/Icon";
import { ActionForm } from "./ActionForm";
import { leadingActions, offeredActions, refusalText } from "./actions";
import { Reopening } from "./Reopening";
import type { useHolding } from "./useHolding";

interface ChooserProps {
  actions: CaseAction[];
  current: CaseAction;
  onChoose: (event: string) => void;
}

/** The kind's own steps side by side; asking others, escalating and the like in a list. */
function Chooser({ actions, current, onChoose }: ChooserProps) {
  const leading = leadingActions(actions);
  const others = actions.filter((action) => !leading.includes(action));
  return (
    <fieldset className="ns-actions" aria-label={t`可做的步骤`}>
      {leading.map((each) => (
        <button
          key={each.event}
          type="button"
          aria-pressed={each === current}
          className="ns-action"
          data-allowed={each.is_allowed}
          onClick={() => onChoose(each.event)}
          data-testid={`action-${each.event}`}
        >
          {localised(each.label_zh, each.label_en)}
        </button>
      ))}
      {others.length > 0 && (
        <select
          className="ns-others"
          aria-label={t`其他步骤`}
          value={others.includes(current) ? current.event : ""}
          onChange={(event) => event.target.value && onChoose(event.target.value)}
          data-testid="other-actions"
        >
          <option value="">{t`其他步骤`}</option>
          {others.map((each) => (
            <option key={each.event} value={each.event}>
              {localised(each.label_zh, each.label_en)}
            </option>
          ))}
        </select>
      )}
    </fieldset>
  );
}

/** No step is this reader's: why, and the claim where that is all it takes. */
function NotYours({ item, action, holding }: NextStepProps & { action: CaseAction }) {
  return (
    <section className="cp-section" data-next-step aria-label={t`下一步`}>
      <h3 className="cp-h">
        <Trans>下一步</Trans>
      </h3>
      <p className="ns-hint" data-testid="not-yours">
        {item.holder.kind === "queue" ? (
          <>
            <Trans>还没有人认领。</Trans> <ClaimLink item={item} holding={holding} />
          </>
        ) : (
          refusalText(action.refusal)
        )}
      </p>
    </section>
  );
}

function ClaimLink({ item, holding }: NextStepProps) {
  return (
    <button
      type="button"
      className="sd-btn"
      data-variant="link"
      onClick={() => holding.claim(item)}
    >
      <Trans>先认领再办理</Trans>
    </button>
  );
}

interface NextStepProps {
  item: Case;
  holding: ReturnType<typeof useHolding>;
}

/** The next step: one form, drawn from the action's schema. */
export function NextStep({ item, holding }: NextStepProps) {
  const [chosen, setChosen] = useState<string | null>(null);
  const actions = offeredActions(item.actions);
  const leading = leadingActions(actions);
  const action =
    actions.find((each) => each.event === chosen) ??
    leading.find((each) => each.is_allowed) ??
    leading[0] ??
    actions[0];
  if (!action) return null;
  if (item.closed_at) return <Reopening item={item} actions={actions} />;
  if (leading.length === 0 && !actions.some((each) => each.is_allowed)) {
    return <NotYours item={item} action={action} holding={holding} />;
  }
  const label = localised(action.label_zh, action.label_en);
  return (
    <section className="cp-section" data-next-step aria-label={t`下一步`}>
      <h3 className="cp-h">
        <Trans>下一步：{label}</Trans>
        <Keycap>a</Keycap>
      </h3>
      <Chooser actions={actions} current={action} onChoose={setChosen} />
      {item.holder.kind === "queue" && (
        <p className="ns-hint">
          <Trans>还没有人认领。</Trans> <ClaimLink item={item} holding={holding} />
        </p>
      )}
      <ActionForm
        key={`${action.event}-${item.state}`}
        item={item}
        action={action}
        onDone={() => setChosen(null)}
      />
    </section>
  );
}
