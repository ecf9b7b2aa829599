import type { JsonSchema, KindInfo } from "@/api/cases";

/** What a person is asked when opening a case; the rest of the details is filled by its events. */
const ASKED: Record<string, { fields: string[]; required: string[] }> = {
  problem_parcel: {
    fields: ["problem_type", "description", "courier"],
    required: ["problem_type", "description"],
  },
  work_order: {
    fields: ["order_no", "category", "text", "issued_at", "reply_due_minutes"],
    required: ["order_no", "text"],
  },
  arbitration: {
    fields: [
      "ground",
      "claimed_amount_fen",
      "description",
      "counterparty",
      "order_no",
      "goods_value_fen",
      "issued_at",
      "respond_due_minutes",
    ],
    required: ["ground", "claimed_amount_fen"],
  },
};

/** The kind's schema, narrowed to what opens a case; an unknown kind is asked for everything. */
export function openingSchema(kind: KindInfo): JsonSchema | null {
  if (kind.create_schema) return kind.create_schema;
  const schema = kind.details_schema ?? null;
  const asked = ASKED[kind.kind];
  if (!schema?.properties || !asked) return schema;
  const known = schema.properties;
  const properties: Record<string, JsonSchema> = {};
  for (const name of asked.fields) {
    const property = known[name];
    if (property) properties[name] = property;
  }
  return { ...schema, properties, required: asked.required.filter((name) => name in properties) };
}
