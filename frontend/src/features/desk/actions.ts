import { t } from "@lingui/core/macro";
import type { Case, CaseAction, JsonSchema } from "@/api/cases";
import { ApiError } from "@/api/client";
import { localised } from "@/shared/i18n/locale";
import { errorText } from "@/shared/ui/States";

/** Steps that every kind shares: they are offered in a list. */
const SHARED = /^(ask_|recall$|escalate$|waive_evidence$|cancel$|transfer_out$)/;
/** Only the system says so. */
const SYSTEM_ONLY = /^resolved_itself$/;

/** What a person may see at all. */
export function offeredActions(actions: CaseAction[]): CaseAction[] {
  return actions.filter((action) => !SYSTEM_ONLY.test(action.event));
}

function isMissingEvidence(action: CaseAction): boolean {
  const refusal = action.refusal;
  return typeof refusal === "string" || (refusal?.missing?.length ?? 0) > 0;
}

/** The steps side by side: what can be done now, and what only waits for evidence. */
export function leadingActions(actions: CaseAction[]): CaseAction[] {
  return offeredActions(actions).filter(
    (action) => !SHARED.test(action.event) && (action.is_allowed || isMissingEvidence(action)),
  );
}

export function refusalText(refusal: CaseAction["refusal"]): string {
  if (!refusal) return t`现在还不能做这一步`;
  return typeof refusal === "string" ? refusal : localised(refusal.zh, refusal.en);
}

/** The action's schema with what the case itself knows: which proof can be waived. */
export function formSchemaOf(action: CaseAction, item: Case): JsonSchema | null {
  const schema = action.schema;
  if (action.event !== "waive_evidence" || !schema?.properties?.code) return schema;
  const missing = item.checklist.filter((line) => line.is_required && !line.done_by_attachment_id);
  if (missing.length === 0) return schema;
  const code: JsonSchema = {
    ...schema.properties.code,
    enum: missing.map((line) => line.code),
    labels_zh: Object.fromEntries(missing.map((line) => [line.code, line.label_zh])),
    labels_en: Object.fromEntries(missing.map((line) => [line.code, line.label_en])),
  };
  return { ...schema, properties: { ...schema.properties, code } };
}

interface Change {
  text?: string;
  label_zh?: string;
  label_en?: string;
  actor_name?: string;
  event?: string;
}

function changeText(change: Change | string): string {
  if (typeof change === "string") return change;
  const what = localised(change.label_zh, change.label_en) || change.text || change.event || "";
  return [change.actor_name, what].filter(Boolean).join(" ");
}

/** What changed under the writer's hands, as the 409 tells it. */
export function staleText(error: unknown): string {
  if (!(error instanceof ApiError) || error.code !== "stale_case") return errorText(error);
  const changes = Array.isArray(error.problem.changes) ? error.problem.changes : [];
  const told = changes.map(changeText).filter(Boolean).join(t`；`);
  if (!told) return t`这件刚被改动，已换成最新的，请再看一眼后提交。`;
  return t`这件刚被改动：${told}。已换成最新的，请再看一眼后提交。`;
}
