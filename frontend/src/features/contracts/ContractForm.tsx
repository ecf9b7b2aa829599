import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { listKinds } from "@/api/cases";
import { addContract, type Contract } from "@/api/contracts";
import type { Direction } from "@/api/stations";
import { TextField } from "@/shared/forms/TextField";
import { fullDay } from "@/shared/time/time";
import { errorText } from "@/shared/ui/States";
import { directionWord, kindWord } from "@/shared/words/words";
import { draftOf, type Typed, typedFrom, wrongFees } from "./draft";

const DIRECTIONS: Direction[] = ["inbound", "outbound"];

interface ContractFormProps {
  stationId: string;
  base: Contract | null;
  onDone: () => void;
}

interface PartProps {
  typed: Typed;
  set: (change: Partial<Typed>) => void;
}

function Boxes<T extends string>({
  legend,
  codes,
  chosen,
  wordOf,
  onChange,
}: {
  legend: string;
  codes: readonly T[];
  chosen: readonly T[];
  wordOf: (code: T) => string;
  onChange: (chosen: T[]) => void;
}) {
  return (
    <fieldset className="ct-boxes">
      <legend className="sd-label">{legend}</legend>
      {codes.map((code) => (
        <label key={code}>
          <input
            type="checkbox"
            checked={chosen.includes(code)}
            onChange={(event) =>
              onChange(
                event.target.checked ? [...chosen, code] : chosen.filter((each) => each !== code),
              )
            }
          />
          {wordOf(code)}
        </label>
      ))}
    </fieldset>
  );
}

function Coverage({ typed, set }: PartProps) {
  const kinds = useQuery({ queryKey: ["kinds"], queryFn: listKinds, staleTime: Infinity });
  return (
    <>
      <Boxes
        legend={t`工作项种类（不选为全部）`}
        codes={(kinds.data ?? []).map((each) => each.kind)}
        chosen={typed.kinds}
        wordOf={kindWord}
        onChange={(chosen) => set({ kinds: chosen })}
      />
      <Boxes
        legend={t`方向（不选为进出港）`}
        codes={DIRECTIONS}
        chosen={typed.directions}
        wordOf={directionWord}
        onChange={(chosen) => set({ directions: chosen })}
      />
      <label className="ct-check">
        <input
          type="checkbox"
          checked={typed.isAllDay}
          onChange={(event) => set({ isAllDay: event.target.checked })}
        />
        <Trans>全天服务</Trans>
      </label>
      {!typed.isAllDay && (
        <div className="sd-form-row">
          <TextField
            id="contract-workday"
            label={t`工作日时段（几段用空格隔开）`}
            value={typed.workday}
            onChange={(workday) => set({ workday })}
          />
          <TextField
            id="contract-rest"
            label={t`休息日时段（空着：不服务）`}
            value={typed.restDay}
            onChange={(restDay) => set({ restDay })}
          />
        </div>
      )}
    </>
  );
}

function Fees({ typed, set }: PartProps) {
  const fees: [keyof Typed & string, string][] = [
    ["monthFee", t`月费（元，不含税）`],
    ["parcelFee", t`每件（元，不含税）`],
    ["minimumFee", t`每月最低（元，不含税）`],
    ["overtimeFee", t`加班每小时（元，不含税）`],
    ["vatPercent", t`增值税（%）`],
  ];
  return (
    <div className="ct-fees">
      {fees.map(([name, label]) => (
        <TextField
          key={name}
          id={`contract-${name}`}
          label={label}
          value={String(typed[name])}
          onChange={(text) => set({ [name]: text })}
        />
      ))}
    </div>
  );
}

/** A contract from a day on; the one before it ends the day before. */
export function ContractForm({ stationId, base, onDone }: ContractFormProps) {
  const queries = useQueryClient();
  const [typed, setTyped] = useState(() => typedFrom(base, fullDay(Date.now())));
  const set = (change: Partial<Typed>) => setTyped((before) => ({ ...before, ...change }));
  const wrong = wrongFees(typed);
  const saving = useMutation({
    mutationFn: () => addContract(stationId, draftOf(typed)),
    onSuccess: () => {
      queries.invalidateQueries({ queryKey: ["contracts", stationId] });
      onDone();
    },
  });
  return (
    <form
      className="sd-form ct-form"
      data-testid="contract-form"
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate();
      }}
    >
      <div className="sd-form-row">
        <TextField
          id="contract-from"
          label={t`哪天起`}
          type="date"
          value={typed.from}
          onChange={(from) => set({ from })}
          isRequired
        />
        <TextField
          id="contract-to"
          label={t`到哪天（空着：不定期）`}
          type="date"
          value={typed.to}
          onChange={(to) => set({ to })}
        />
      </div>
      <Coverage typed={typed} set={set} />
      <Fees typed={typed} set={set} />
      <label className="ct-check">
        <input
          type="checkbox"
          checked={typed.isAdvancing}
          onChange={(event) => set({ isAdvancing: event.target.checked })}
        />
        <Trans>对方网点的责任由公司先垫付、再向对方追讨</Trans>
      </label>
      <TextField
        id="contract-note"
        label={t`备注`}
        value={typed.note}
        onChange={(note) => set({ note })}
        maxLength={2000}
      />
      {wrong.length > 0 && (
        <p className="sd-field-error" role="alert">
          <Trans>金额最多两位小数，例如 0.15</Trans>
        </p>
      )}
      {saving.isError && <p className="sd-field-error">{errorText(saving.error)}</p>}
      <div className="sd-form-foot">
        <button
          type="submit"
          className="sd-btn"
          data-variant="primary"
          disabled={wrong.length > 0 || saving.isPending}
          data-testid="contract-save"
        >
          <Trans>存为新版本</Trans>
        </button>
        <button type="button" className="sd-btn" onClick={onDone}>
          <Trans>不改了</Trans>
        </button>
      </div>
    </form>
  );
}
