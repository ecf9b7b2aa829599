import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { JsonSchema } from "@/api/cases";
import { listProblemTypes, type ProblemType } from "@/api/problemTypes";
import type { Direction } from "@/api/stations";

const FIELD = "problem_type";
const MINUTE_MS = 60_000;

/** The schema with the carrier's own codes to choose from, instead of a code to be typed. */
export function withProblemTypes(
  schema: JsonSchema | null,
  types: ProblemType[],
  direction: Direction,
): JsonSchema | null {
  const field = schema?.properties?.[FIELD];
  const offered = types.filter((type) => type.directions.includes(direction));
  if (!schema || !field || offered.length === 0) return schema;
  const named = (label: (type: ProblemType) => string) =>
    Object.fromEntries(offered.map((type) => [type.code, `${type.code} ${label(type)}`]));
  const chosen: JsonSchema = {
    ...field,
    anyOf: undefined,
    type: "string",
    enum: offered.map((type) => type.code),
    labels_zh: named((type) => type.label_zh),
    labels_en: named((type) => type.label_en),
  };
  return { ...schema, properties: { ...schema.properties, [FIELD]: chosen } };
}

/** The same for a form of a carrier; the schema as it is until the list has come. */
export function useProblemTypes(
  schema: JsonSchema | null,
  carrier: string | undefined,
  direction: Direction,
): JsonSchema | null {
  const query = useQuery({
    queryKey: ["problem-types", carrier],
    queryFn: () => listProblemTypes(carrier ?? ""),
    enabled: !!carrier && !!schema?.properties?.[FIELD],
    staleTime: MINUTE_MS,
  });
  const types = query.data?.items;
  return useMemo(
    () => (types ? withProblemTypes(schema, types, direction) : schema),
    [schema, types, direction],
  );
}
