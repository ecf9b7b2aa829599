import { t } from "@lingui/core/macro";
import type { Gives, Party, Step } from "@/api/rules";
import { formatPlain, parseYuan } from "@/shared/money/money";
import { partyWord } from "@/shared/words/words";

const PARTIES: Party[] = ["agent", "station", "counterparty", "firm"];
/** What a cap cuts off goes to one of these. */
const OVERFLOWS: Party[] = ["firm", "station"];

interface StepFormProps {
  place: number;
  step: Step;
  onChange: (step: Step) => void;
  onRemove: () => void;
}

function Yuan({
  label,
  fen,
  onChange,
}: {
  label: string;
  fen: number | null | undefined;
  onChange: (fen: number | null) => void;
}) {
  return (
    <label>
      <span>{label}</span>
      <input
        className="sd-input sd-num"
        inputMode="decimal"
        defaultValue={fen == null ? "" : formatPlain(fen)}
        onBlur={(event) => onChange(parseYuan(event.target.value))}
      />
    </label>
  );
}

/** Up to how much, and to whom goes what is cut off. */
function Caps({ step, onChange }: { step: Step; onChange: (step: Step) => void }) {
  const isCapped = step.cap_fine_fen != null || step.cap_month_fen != null;
  return (
    <>
      <Yuan
        label={t`每笔封顶`}
        fen={step.cap_fine_fen}
        onChange={(cap_fine_fen) => onChange({ ...step, cap_fine_fen })}
      />
      <Yuan
        label={t`每月封顶`}
        fen={step.cap_month_fen}
        onChange={(cap_month_fen) => onChange({ ...step, cap_month_fen })}
      />
      {isCapped && step.party !== "station" && (
        <label>
          <span>{t`超出归`}</span>
          <select
            className="sd-input"
            value={step.overflow_to ?? "firm"}
            onChange={(event) => onChange({ ...step, overflow_to: event.target.value as Party })}
            data-testid="step-overflow"
          >
            {OVERFLOWS.map((party) => (
              <option key={party} value={party}>
                {partyWord(party)}
              </option>
            ))}
          </select>
        </label>
      )}
    </>
  );
}

/** What one party is given: how, and up to which caps. */
export function StepForm({ place, step, onChange, onRemove }: StepFormProps) {
  const ways: [Gives, string][] = [
    ["percentage", t`全额的百分之`],
    ["percentage_of_remainder", t`其余的百分之`],
    ["fixed", t`固定金额`],
    ["remainder", t`其余全部`],
  ];
  const isShare = step.gives.startsWith("percentage");
  const choose = (gives: Gives) =>
    onChange({
      ...step,
      gives,
      basis_points: gives.startsWith("percentage") ? (step.basis_points ?? 1000) : null,
      amount_fen: gives === "fixed" ? (step.amount_fen ?? 100) : null,
    });
  const setParty = (party: Party) =>
    onChange({
      ...step,
      party,
      counterparty_code: party === "counterparty" ? (step.counterparty_code ?? "-") : null,
      overflow_to: "firm",
      ...(party === "firm" ? { cap_fine_fen: null, cap_month_fen: null } : {}),
    });
  return (
    <li className="ru-step">
      <label>
        <span>{t`第 ${place} 步`}</span>
        <select
          className="sd-input"
          value={step.party}
          onChange={(event) => setParty(event.target.value as Party)}
        >
          {PARTIES.map((party) => (
            <option key={party} value={party}>
              {partyWord(party)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{t`怎样算`}</span>
        <select
          className="sd-input"
          value={step.gives}
          onChange={(event) => choose(event.target.value as Gives)}
        >
          {ways.map(([gives, label]) => (
            <option key={gives} value={gives}>
              {label}
            </option>
          ))}
        </select>
      </label>
      {isShare && (
        <label>
          <span>%</span>
          <input
            type="number"
            min={0.01}
            max={100}
            step={0.01}
            className="sd-input sd-num"
            value={(step.basis_points ?? 0) / 100}
            onChange={(event) =>
              onChange({ ...step, basis_points: Math.round(Number(event.target.value) * 100) })
            }
          />
        </label>
      )}
      {step.gives === "fixed" && (
        <Yuan
          label={t`金额（元）`}
          fen={step.amount_fen}
          onChange={(amount_fen) => onChange({ ...step, amount_fen })}
        />
      )}
      {step.party === "counterparty" && (
        <label>
          <span>{t`对方代码`}</span>
          <input
            className="sd-input"
            value={step.counterparty_code ?? ""}
            onChange={(event) => onChange({ ...step, counterparty_code: event.target.value })}
          />
        </label>
      )}
      {step.party !== "firm" && <Caps step={step} onChange={onChange} />}
      <button type="button" className="sd-btn" onClick={onRemove} aria-label={t`删去这一步`}>
        ×
      </button>
    </li>
  );
}
