import type { JsonSchema } from "@/api/cases";
import { parseYuan } from "@/shared/money/money";
import { localInput } from "@/shared/time/time";
import { kilosOf, parseKilos } from "./kilos";

/** From a JSON schema (as Pydantic writes them) to fields a person can fill, and back. */
export type FieldKind =
  | "text"
  | "area"
  | "choice"
  | "many"
  | "boolean"
  | "integer"
  | "number"
  | "money"
  | "weight"
  | "datetime"
  | "date"
  | "list";

export interface Field {
  name: string;
  kind: FieldKind;
  schema: JsonSchema;
  isRequired: boolean;
  choices: string[];
  maxLength?: number;
  /** Only matters while another field, or the case itself, says one of these. */
  when?: { field: string; values: string[] };
  /** What the case knows, as it is shown masked: left alone, it stays. */
  held?: string;
}

/** What the form may look at beside itself: `details.courier`, `parcel.courier`. */
export type Known = Record<string, Record<string, unknown> | undefined>;
export type FormValues = Record<string, string | boolean>;
export type FieldFault =
  | "missing"
  | "not_an_amount"
  | "not_a_number"
  | "not_a_weight"
  | "too_long"
  | "too_short"
  | "out_of_range";

const SHORT_TEXT = 80;
const AREA_NAMES =
  /(description|note|text|reply|answer|content|reason|message|summary|explanation|comment)$/;

function resolve(schema: JsonSchema, root: JsonSchema): JsonSchema {
  if (schema.$ref) {
    const name = schema.$ref.split("/").at(-1) ?? "";
    return { ...resolve(root.$defs?.[name] ?? {}, root), ...schema, $ref: undefined };
  }
  if (schema.allOf?.length === 1 && schema.allOf[0]) {
    return { ...resolve(schema.allOf[0], root), ...schema, allOf: undefined };
  }
  const options = schema.anyOf ?? schema.oneOf;
  const real = options?.filter((option) => option.type !== "null");
  if (options && real?.length === 1 && real[0]) {
    return { ...resolve(real[0], root), ...schema, anyOf: undefined, oneOf: undefined };
  }
  return schema;
}

function choicesOf(schema: JsonSchema): string[] {
  if (schema.enum) return schema.enum.filter((value) => value !== null).map(String);
  const options = schema.anyOf ?? schema.oneOf ?? [];
  const constants = options.filter((option) => option.const !== undefined);
  return constants.length > 0 && constants.length === options.length
    ? constants.map((o) => String(o.const))
    : [];
}

function typeOf(schema: JsonSchema): string {
  if (Array.isArray(schema.type)) return schema.type.find((type) => type !== "null") ?? "string";
  return schema.type ?? "string";
}

function kindOf(name: string, schema: JsonSchema): FieldKind {
  if (choicesOf(schema).length > 0) return "choice";
  const type = typeOf(schema);
  if (type === "boolean") return "boolean";
  if (type === "array") return choicesOf(schema.items ?? {}).length > 0 ? "many" : "list";
  if (type === "integer" && name.endsWith("_fen")) return "money";
  if (type === "integer" && name.endsWith("_g")) return "weight";
  if (type === "integer") return "integer";
  if (type === "number") return "number";
  if (schema.format === "date-time") return "datetime";
  if (schema.format === "date") return "date";
  if (schema.x_long === true) return "area";
  if (AREA_NAMES.test(name) && (schema.maxLength ?? 1_000) > SHORT_TEXT) return "area";
  return "text";
}

/** An id nobody types; lists of objects are filled by events, not by hand. */
function isMachineOnly(schema: JsonSchema, isRequired: boolean): boolean {
  if (isRequired) return false;
  return (
    schema.format === "uuid" ||
    typeOf(schema) === "object" ||
    (typeOf(schema) === "array" && (!!schema.items?.$ref || !schema.label_zh))
  );
}

/** The schema's fields in its order; constants are not asked for. */
export function fieldsOf(root: JsonSchema | null): Field[] {
  if (!root?.properties) return [];
  const required = new Set(root.required ?? []);
  return Object.entries(root.properties).flatMap(([name, raw]) => {
    const schema = resolve(raw, root);
    if (schema.const !== undefined || isMachineOnly(schema, required.has(name))) return [];
    const kind = kindOf(name, schema);
    return [
      {
        name,
        kind,
        schema,
        isRequired: required.has(name) || schema.x_needed === true,
        choices: choicesOf(kind === "many" ? (schema.items ?? {}) : schema),
        maxLength: schema.maxLength,
        when: schema.x_when as Field["when"],
      },
    ];
  });
}

function lookUp(known: Known, path: unknown): unknown {
  const [shelf = "", name = ""] = typeof path === "string" ? path.split(".") : [];
  return known[shelf]?.[name];
}

/** What the case knows of a person is shown masked, and cannot be sent back so. */
function heldIn(field: Field, known: Known): string | undefined {
  if (typeof field.schema.x_personal !== "string") return undefined;
  const found = lookUp(known, field.schema.x_start);
  return typeof found === "string" && found.includes("*") ? found : undefined;
}

/** The fields, with what the case already holds for them. */
export function withHeld(fields: Field[], known: Known): Field[] {
  return fields.map((field) => ({ ...field, held: heldIn(field, known) }));
}

function startOf(field: Field, known: Known): string | boolean {
  if (heldIn(field, known) !== undefined) return "";
  const found = lookUp(known, field.schema.x_start);
  const given =
    found === undefined || found === null || found === "" ? field.schema.default : found;
  if (field.kind === "boolean") return given === true;
  if (given === null || given === undefined) return "";
  if (field.kind === "money" && typeof given === "number") return (given / 100).toFixed(2);
  if (field.kind === "weight" && typeof given === "number") return kilosOf(given);
  if (field.kind === "datetime") return localInput(String(given));
  if (Array.isArray(given)) return given.join("\n");
  return String(given);
}

export function startValues(fields: Field[], known: Known = {}): FormValues {
  return Object.fromEntries(fields.map((field) => [field.name, startOf(field, known)]));
}

/** The fields that matter for what has been chosen so far. */
export function fieldsThatMatter(fields: Field[], values: FormValues, known: Known = {}): Field[] {
  return fields.filter(({ when }) => {
    if (!when) return true;
    const said = when.field.includes(".") ? lookUp(known, when.field) : values[when.field];
    return when.values.includes(String(said ?? ""));
  });
}

type Reading = { value: unknown } | { fault: FieldFault };

function readNumber(text: string, field: Field): Reading {
  const value = Number(text);
  if (!Number.isFinite(value) || (field.kind === "integer" && !Number.isInteger(value)))
    return { fault: "not_a_number" };
  const { minimum, maximum } = field.schema;
  if ((minimum !== undefined && value < minimum) || (maximum !== undefined && value > maximum))
    return { fault: "out_of_range" };
  return { value };
}

function readText(text: string, field: Field): Reading {
  if (field.maxLength !== undefined && text.length > field.maxLength) return { fault: "too_long" };
  if (field.schema.minLength !== undefined && text.length < field.schema.minLength)
    return { fault: "too_short" };
  return { value: text };
}

function read(text: string, field: Field, toInstant: (local: string) => string): Reading {
  switch (field.kind) {
    case "money": {
      const fen = parseYuan(text);
      return fen === null ? { fault: "not_an_amount" } : { value: fen };
    }
    case "weight": {
      const grams = parseKilos(text);
      return grams === null ? { fault: "not_a_weight" } : { value: grams };
    }
    case "integer":
    case "number":
      return readNumber(text, field);
    case "datetime":
      return { value: toInstant(text) };
    case "list":
    case "many":
      return {
        value: text
          .split("\n")
          .map((line) => line.trim())
          .filter(Boolean),
      };
    default:
      return readText(text, field);
  }
}

/** What to send, or what is wrong by field. Left empty, what is optional or held is not sent. */
export function readForm(
  root: JsonSchema | null,
  values: FormValues,
  toInstant: (local: string) => string,
  known: Known = {},
): { data: Record<string, unknown>; faults: Record<string, FieldFault> } {
  const data: Record<string, unknown> = {};
  const faults: Record<string, FieldFault> = {};
  for (const [name, raw] of Object.entries(root?.properties ?? {})) {
    if (raw.const !== undefined) data[name] = raw.const;
  }
  for (const field of fieldsThatMatter(withHeld(fieldsOf(root), known), values, known)) {
    const given = values[field.name];
    if (typeof given === "boolean") {
      data[field.name] = given;
      continue;
    }
    const text = (given ?? "").trim();
    if (!text) {
      if (field.isRequired && field.held === undefined) faults[field.name] = "missing";
      continue;
    }
    const reading = read(text, field, toInstant);
    if ("fault" in reading) faults[field.name] = reading.fault;
    else data[field.name] = reading.value;
  }
  return { data, faults };
}
