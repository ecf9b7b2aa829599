import { useMemo, useState } from "react";
import type { JsonSchema } from "@/api/cases";
import { withOffset } from "@/shared/time/time";
import { type FieldFault, type FormValues, fieldsOf, readForm, startValues } from "./schema";

/** State of a form drawn from a schema; `read` gives the data, or shows what is wrong. */
export function useSchemaForm(schema: JsonSchema | null) {
  const fields = useMemo(() => fieldsOf(schema), [schema]);
  const [values, setValues] = useState<FormValues>(() => startValues(fields));
  const [faults, setFaults] = useState<Record<string, FieldFault>>({});
  const change = (name: string, value: string | boolean) => {
    setValues((before) => ({ ...before, [name]: value }));
    setFaults(({ [name]: _mended, ...rest }) => rest);
  };
  const read = (): Record<string, unknown> | null => {
    const reading = readForm(schema, { ...startValues(fields), ...values }, withOffset);
    setFaults(reading.faults);
    return Object.keys(reading.faults).length > 0 ? null : reading.data;
  };
  return { fields, values, faults, change, read };
}
