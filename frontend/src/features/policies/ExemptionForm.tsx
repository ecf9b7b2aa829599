import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { addExemption, type Exemption, listSchemas } from "@/api/policies";
import { listStations } from "@/api/stations";
import { localised } from "@/shared/i18n/locale";
import { withOffset } from "@/shared/time/time";
import { Dialog } from "@/shared/ui/Dialog";
import { notify } from "@/shared/ui/notices";
import { errorText } from "@/shared/ui/States";
import { scopeWord } from "./words";

type Texts = Record<"title" | "proof" | "area" | "from" | "to" | "until" | "minutes", string>;
const EMPTY: Texts = { title: "", proof: "", area: "", from: "", to: "", until: "", minutes: "" };

function useSaving(onClose: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: addExemption,
    onSuccess: () => {
      notify(t`已录入，正在重算未结时限`);
      for (const key of ["exemptions", "recomputations"])
        queries.invalidateQueries({ queryKey: [key] });
      onClose();
    },
  });
}

interface TextInputProps {
  name: string;
  label: string;
  type: string;
  isRequired: boolean;
  value: string;
  onChange: (value: string) => void;
}

function TextInput({ name, label, type, isRequired, value, onChange }: TextInputProps) {
  return (
    <div className="sd-field">
      <label htmlFor={`exemption-${name}`}>{label}</label>
      <input
        id={`exemption-${name}`}
        className="sd-input"
        type={type}
        required={isRequired}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        data-testid={`exemption-${name}`}
      />
    </div>
  );
}

function choice(
  id: string,
  label: string,
  value: string,
  onChange: (value: string) => void,
  options: [string, string][],
) {
  return (
    <div className="sd-field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className="sd-select"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      >
        {options.map(([code, name]) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}

function useChoices() {
  const stations = useQuery({ queryKey: ["stations"], queryFn: listStations });
  const schemas = useQuery({ queryKey: ["policy-schemas"], queryFn: listSchemas });
  const all = stations.data?.items ?? [];
  const carriers = [...new Set(all.map((each) => each.carrier))];
  const kinds = (schemas.data?.items ?? []).filter((schema) => schema.code.startsWith("case."));
  return { all, carriers, kinds };
}

/** A notice with its proof: whom it concerns, from when to when, what it gives. */
export function ExemptionForm({ onClose }: { onClose: () => void }) {
  const [texts, setTexts] = useState(EMPTY);
  const [carrier, setCarrier] = useState("");
  const [station, setStation] = useState("");
  const [kind, setKind] = useState("");
  const [effect, setEffect] = useState<Exemption["effect"]>("suspend");
  const saving = useSaving(onClose);
  const { all, carriers, kinds } = useChoices();
  const submit = () =>
    saving.mutate({
      title: texts.title,
      proof: texts.proof,
      area: texts.area,
      carrier: carrier || null,
      stations: station ? [station] : [],
      kinds: kind ? [kind] : [],
      from_at: withOffset(texts.from),
      to_at: withOffset(texts.to),
      effect,
      added_minutes: effect === "add" ? Number(texts.minutes) : null,
      new_due_at: effect === "until" ? withOffset(texts.until) : null,
    });
  const input = (name: keyof Texts, label: string, type = "text", isRequired = true) => (
    <TextInput
      name={name}
      label={label}
      type={type}
      isRequired={isRequired}
      value={texts[name]}
      onChange={(value) => setTexts({ ...texts, [name]: value })}
    />
  );
  return (
    <Dialog title={t`录入免考`} isOpen onClose={onClose} size="wide">
      <form
        className="sd-form"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {input("title", t`标题`)}
        {input("proof", t`凭据（通知文号、截图编号）`)}
        <div className="sd-form-row">
          {choice("exemption-carrier", t`快递公司`, carrier, setCarrier, [
            ["", scopeWord(null)],
            ...carriers.map((each): [string, string] => [each, scopeWord(each)]),
          ])}
          {choice("exemption-station", t`网点`, station, setStation, [
            ["", t`全部网点`],
            ...all.map((each): [string, string] => [each.code, each.name]),
          ])}
          {choice("exemption-kind", t`类型`, kind, setKind, [
            ["", t`全部类型`],
            ...kinds.map((each): [string, string] => [
              each.code.slice(5),
              localised(each.label_zh, each.label_en),
            ]),
          ])}
        </div>
        {input("area", t`地区（说明用）`, "text", false)}
        <div className="sd-form-row">
          {input("from", t`从`, "datetime-local")}
          {input("to", t`到`, "datetime-local")}
        </div>
        <div className="sd-form-row">
          {choice(
            "exemption-effect",
            t`效果`,
            effect,
            (value) => setEffect(value as Exemption["effect"]),
            [
              ["suspend", t`期间不计`],
              ["add", t`加时`],
              ["until", t`顺延到`],
            ],
          )}
          {effect === "add" && input("minutes", t`分钟`, "number")}
          {effect === "until" && input("until", t`新的时限`, "datetime-local")}
        </div>
        {saving.isError && (
          <p className="sd-field-error" role="alert">
            {errorText(saving.error)}
          </p>
        )}
        <div className="sd-form-foot">
          <button
            type="submit"
            className="sd-btn"
            data-variant="primary"
            disabled={saving.isPending}
            data-testid="save-exemption"
          >
            <Trans>录入</Trans>
          </button>
        </div>
      </form>
    </Dialog>
  );
}
