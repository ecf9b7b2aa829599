import { useEffect, useMemo, useRef, useState } from "react";
import type { JsonSchema } from "@/api/cases";
import { withOffset } from "@/shared/time/time";
import { type Refused, refusalsOf } from "./refusals";
import {
  type FieldFault,
  type FormValues,
  fieldsOf,
  fieldsThatMatter,
  type Known,
  readForm,
  startValues,
  withHeld,
} from "./schema";

const NOTHING: Known = {};
const NOT_REFUSED: Refused = { fields: {}, rest: null };

const WRONG = "[aria-invalid=true]:not([role=radiogroup]), [aria-invalid=true] input";

const hasAny = (found: object) => Object.keys(found).length > 0;

/** State of a form drawn from a schema; `read` gives the data, or shows what is wrong. */
export function useSchemaForm(schema: JsonSchema | null, known: Known = NOTHING) {
  const all = useMemo(() => withHeld(fieldsOf(schema), known), [schema, known]);
  const [changed, setChanged] = useState<FormValues>({});
  const [faults, setFaults] = useState<Record<string, FieldFault>>({});
  const [refused, setRefused] = useState<Refused>(NOT_REFUSED);
  const form = useRef<HTMLFormElement>(null);
  const isTold = useRef(false);
  // Once the faults are marked: the first field that is wrong gets the focus.
  useEffect(() => {
    if (!isTold.current || (!hasAny(faults) && !hasAny(refused.fields))) return;
    isTold.current = false;
    form.current?.querySelector<HTMLElement>(WRONG)?.focus();
  }, [faults, refused]);
  const values = useMemo(() => ({ ...startValues(all, known), ...changed }), [all, known, changed]);
  const fields = fieldsThatMatter(all, values, known);
  const change = (name: string, value: string | boolean) => {
    setChanged((before) => ({ ...before, [name]: value }));
    setFaults(({ [name]: _mended, ...rest }) => rest);
    setRefused(({ fields: { [name]: _told, ...rest }, ...other }) => ({ ...other, fields: rest }));
  };
  const read = (): Record<string, unknown> | null => {
    const reading = readForm(schema, values, withOffset, known);
    setFaults(reading.faults);
    setRefused(NOT_REFUSED);
    isTold.current = hasAny(reading.faults);
    return isTold.current ? null : reading.data;
  };
  /** The server's refusal: next to the fields that it is about, the rest for the foot. */
  const refuse = (error: unknown) => {
    isTold.current = true;
    setRefused(refusalsOf(error, fields));
  };
  return { form, fields, values, faults, refused, change, read, refuse };
}
