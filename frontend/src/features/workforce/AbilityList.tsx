import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type Abilities, listAbilities, putAbilities } from "@/api/workforce";
import { Dialog } from "@/shared/ui/Dialog";
import { notify } from "@/shared/ui/notices";
import { ErrorState, errorText, LoadingState } from "@/shared/ui/States";
import { carrierWord, kindWord } from "@/shared/words/words";
import { readShifts } from "./days";

const KINDS = [
  "problem_parcel",
  "message",
  "work_order",
  "arbitration",
  "complaint",
  "penalty_appeal",
  "reissue",
  "driver_help",
  "pickup_order",
  "interception",
  "chase",
  "inquiry",
];
const CARRIERS = ["zto", "yto", "sto", "yunda", "jt", "sf", "zto_freight"];

function Ticks({
  label,
  codes,
  chosen,
  word,
  onChange,
}: {
  label: string;
  codes: string[];
  chosen: string[];
  word: (code: string) => string;
  onChange: (codes: string[]) => void;
}) {
  const all = [...new Set([...codes, ...chosen])];
  return (
    <fieldset className="wf-ticks">
      <legend className="sd-label">{label}</legend>
      {all.map((code) => (
        <label key={code} className="wf-tick">
          <input
            type="checkbox"
            checked={chosen.includes(code)}
            onChange={(event) =>
              onChange(
                event.target.checked ? [...chosen, code] : chosen.filter((each) => each !== code),
              )
            }
            data-testid={`skill-${code}`}
          />
          {word(code)}
        </label>
      ))}
    </fieldset>
  );
}

function AbilityForm({ item, onClose }: { item: Abilities; onClose: () => void }) {
  const queries = useQueryClient();
  const [kinds, setKinds] = useState(item.kinds);
  const [carriers, setCarriers] = useState(item.carriers);
  const [languages, setLanguages] = useState(item.languages.join(" "));
  const [most, setMost] = useState(item.is_own_limit ? String(item.held_max ?? "") : "");
  const [isUnlimited, setUnlimited] = useState(item.is_own_limit && item.held_max === null);
  const saving = useMutation({
    mutationFn: () =>
      putAbilities(item.member_id, {
        kinds,
        carriers,
        languages: readShifts(languages),
        held_max: isUnlimited || !most ? null : Number(most),
        is_unlimited: isUnlimited,
      }),
    onSuccess: () => {
      notify(t`已保存`);
      queries.invalidateQueries({ queryKey: ["abilities"] });
      onClose();
    },
  });
  return (
    <form
      className="sd-form"
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate();
      }}
    >
      <Ticks
        label={t`类型（不勾是全部）`}
        codes={KINDS}
        chosen={kinds}
        word={kindWord}
        onChange={setKinds}
      />
      <Ticks
        label={t`快递公司（不勾是全部）`}
        codes={CARRIERS}
        chosen={carriers}
        word={carrierWord}
        onChange={setCarriers}
      />
      <div className="sd-form-row">
        <div className="sd-field">
          <label htmlFor="ability-languages">{t`语言`}</label>
          <input
            id="ability-languages"
            className="sd-input"
            value={languages}
            onChange={(event) => setLanguages(event.target.value)}
          />
        </div>
        <div className="sd-field">
          <label htmlFor="ability-most">{t`手上最多几件（空着按制度）`}</label>
          <input
            id="ability-most"
            className="sd-input"
            type="number"
            min={1}
            max={10000}
            disabled={isUnlimited}
            value={most}
            onChange={(event) => setMost(event.target.value)}
            data-testid="ability-most"
          />
        </div>
      </div>
      <label className="wf-tick">
        <input
          type="checkbox"
          checked={isUnlimited}
          onChange={(event) => setUnlimited(event.target.checked)}
        />
        <Trans>不限件数</Trans>
      </label>
      {saving.isError && <p className="sd-field-error">{errorText(saving.error)}</p>}
      <div className="sd-form-foot">
        <button
          type="submit"
          className="sd-btn"
          data-variant="primary"
          disabled={saving.isPending}
          data-testid="ability-save"
        >
          <Trans>保存</Trans>
        </button>
      </div>
    </form>
  );
}

/** What each takes from the queue, and how much of it at once. */
export function AbilityList({ mayChange }: { mayChange: boolean }) {
  const [open, setOpen] = useState<Abilities | null>(null);
  const list = useQuery({ queryKey: ["abilities"], queryFn: listAbilities });
  if (list.isError) return <ErrorState error={list.error} onRetry={() => list.refetch()} />;
  if (!list.data) return <LoadingState />;
  const said = (codes: string[], word: (code: string) => string) =>
    codes.length ? codes.map(word).join(t`、`) : <span className="sd-zero">{t`全部`}</span>;
  return (
    <>
      <table className="sd-table wf-list">
        <thead>
          <tr>
            <th>{t`姓名`}</th>
            <th>{t`类型`}</th>
            <th>{t`快递公司`}</th>
            <th>{t`语言`}</th>
            <th className="sd-num">{t`手上最多`}</th>
            {mayChange && <td />}
          </tr>
        </thead>
        <tbody>
          {list.data.items.map((item) => (
            <tr key={item.member_id} data-testid="ability-row">
              <td>
                <b>{item.name}</b>
              </td>
              <td>{said(item.kinds, kindWord)}</td>
              <td>{said(item.carriers, carrierWord)}</td>
              <td>{item.languages.join(t`、`) || <span className="sd-zero">—</span>}</td>
              <td className="sd-num">
                {item.held_max ?? <span className="sd-zero">{t`不限`}</span>}
              </td>
              {mayChange && (
                <td className="wf-steps">
                  <button
                    type="button"
                    className="sd-btn"
                    data-variant="link"
                    onClick={() => setOpen(item)}
                    data-testid="ability-edit"
                  >
                    <Trans>修改</Trans>
                  </button>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      <Dialog
        title={open?.name ?? ""}
        isOpen={open !== null}
        onClose={() => setOpen(null)}
        size="wide"
      >
        {open && <AbilityForm item={open} onClose={() => setOpen(null)} />}
      </Dialog>
    </>
  );
}
