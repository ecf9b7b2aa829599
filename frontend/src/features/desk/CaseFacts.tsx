import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type Case, listKinds } from "@/api/cases";
import { revealDetails } from "@/api/people";
import { RevealDialog } from "@/features/customers/RevealDialog";
import { kilosOf } from "@/shared/forms/kilos";
import { type Field, fieldsOf } from "@/shared/forms/schema";
import { formatYuan } from "@/shared/money/money";
import { dayAndTime } from "@/shared/time/time";
import { fieldLabel, valueLabel } from "@/shared/words/fields";
import "./facts.css";

/** Names of what is still to be asked, kept by the case itself. */
const MISSING = "missing";

function shown(field: Field, value: unknown): string {
  if (typeof value === "boolean") return value ? t`是` : "";
  if (Array.isArray(value))
    return value.map((each) => valueLabel(String(each), field.schema)).join("、");
  if (field.kind === "money") return formatYuan(Number(value));
  if (field.kind === "weight") return `${kilosOf(Number(value))} ${t`公斤`}`;
  if (field.kind === "datetime") return dayAndTime(String(value));
  if (field.kind === "choice") return valueLabel(String(value), field.schema);
  return String(value);
}

/** What the case's own kind knows, by the labels of its schema; nothing that nobody has said. */
export function CaseFacts({ item }: { item: Case }) {
  const [full, setFull] = useState<Record<string, string> | null>(null);
  const [isAsking, setAsking] = useState(false);
  const kinds = useQuery({
    queryKey: ["kinds"],
    queryFn: listKinds,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const schema = kinds.data?.find((kind) => kind.kind === item.kind)?.details_schema ?? null;
  const fields = fieldsOf(schema).filter((field) => typeof field.schema.label_zh === "string");
  const facts = fields
    .map((field) => ({
      field,
      text: factText(field, full?.[field.name] ?? item.details[field.name]),
    }))
    .filter(({ text, field }) => text !== "" && !isInSummary(item, field, text));
  const missing = missingOf(item);
  const lacking = fields.filter((field) => missing.includes(field.name));
  const isMasked = facts.some(({ field, text }) => isPersonal(field) && text.includes("*"));
  if (facts.length === 0 && lacking.length === 0) return null;
  return (
    <section className="cp-section" aria-label={t`案情`} data-testid="case-facts">
      {lacking.length > 0 && (
        <p className="cf-missing" data-testid="case-missing">
          {t`还缺：`}
          {lacking.map((field) => fieldLabel(field.name, field.schema)).join(t`、`)}
        </p>
      )}
      <dl className="cf">
        {facts.map(({ field, text }) => (
          <div key={field.name}>
            <dt>{fieldLabel(field.name, field.schema)}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      {(isMasked || full) && (
        <button
          type="button"
          className="sd-btn cf-full"
          data-variant="link"
          onClick={() => (full ? setFull(null) : setAsking(true))}
          data-testid="reveal-details"
        >
          {full ? <Trans>收起</Trans> : <Trans>看全文</Trans>}
        </button>
      )}
      <RevealDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        reveal={(reason) => revealDetails(item.id, reason)}
        onRevealed={(found) => setFull(found.details)}
      />
    </section>
  );
}

function isPersonal(field: Field): boolean {
  return typeof field.schema.x_personal === "string";
}

/** What happened, in the words that stand above already. */
function isInSummary(item: Case, field: Field, text: string): boolean {
  return field.kind === "area" && item.summary.includes(text);
}

function missingOf(item: Case): string[] {
  const named = item.details[MISSING];
  return Array.isArray(named) ? named.map(String) : [];
}

function factText(field: Field, value: unknown): string {
  const isUnsaid = value === undefined || value === null || value === "" || value === 0;
  return isUnsaid || field.name === MISSING ? "" : shown(field, value);
}
