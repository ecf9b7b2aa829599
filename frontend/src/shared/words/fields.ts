import { i18n } from "@lingui/core";
import type { JsonSchema } from "@/api/cases";
import { localised } from "@/shared/i18n/locale";

/** The label that the schema carries for a field: the kinds name their own fields. */
export function fieldLabel(name: string, schema: JsonSchema): string {
  const { label_zh: zh, label_en: en } = schema;
  if (typeof zh === "string" && typeof en === "string") return localised(zh, en);
  return schema.title ?? name;
}

/** The label that the schema carries for one of a field's choices. */
export function valueLabel(value: string, schema: JsonSchema): string {
  const labels = schema[i18n.locale === "en" ? "labels_en" : "labels_zh"];
  return (labels as Record<string, string> | undefined)?.[value] ?? value;
}
