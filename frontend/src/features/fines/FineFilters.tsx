import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { CAUSES } from "@/api/causes";
import type { FineFilter } from "@/api/fines";
import { listFineCodes } from "@/api/rules";
import { listStations } from "@/api/stations";
import { localised } from "@/shared/i18n/locale";
import { causeWord } from "@/shared/words/words";

/** Everything but the tab. */
export function isNarrowed({ status: _, ...rest }: FineFilter): boolean {
  return Object.values(rest).some((value) => value !== undefined && value !== "");
}

type Option = readonly [value: string, word: string];

function Choice(props: {
  label: string;
  name: keyof FineFilter;
  filter: FineFilter;
  options: Option[];
  onChange: (change: Partial<FineFilter>) => void;
}) {
  const { label, name, filter, options, onChange } = props;
  return (
    <label className="fi-choice">
      <span>{label}</span>
      <select
        className="sd-select"
        value={String(filter[name] ?? "")}
        onChange={(event) => onChange({ [name]: event.target.value || undefined })}
        data-testid={`filter-${name}`}
      >
        <option value="">{t`不限`}</option>
        {options.map(([value, word]) => (
          <option key={value} value={value}>
            {word}
          </option>
        ))}
      </select>
    </label>
  );
}

/** From and to, both included. */
function Span({ label, children }: { label: string; children: ReactNode }) {
  return (
    <fieldset className="fi-choice fi-span">
      <legend>{label}</legend>
      {children}
    </fieldset>
  );
}

export function markOptions(): Option[] {
  return [
    ["any", t`建议申诉`],
    ["duplicate", t`重复扣款`],
    ["exempted", t`免考范围内`],
    ["none", t`都不是`],
  ];
}

/** What the list is narrowed to; kept in the address, so that it can be shared. */
export function FineFilters({ filter }: { filter: FineFilter }) {
  const navigate = useNavigate({ from: "/fines/{-$fineId}" });
  const stations = useQuery({ queryKey: ["stations"], queryFn: listStations });
  const codes = useQuery({ queryKey: ["fine-codes"], queryFn: listFineCodes });
  const change = (changed: Partial<FineFilter>) =>
    navigate({
      params: { fineId: undefined },
      search: (before) => ({ ...before, ...changed }),
      replace: true,
    });
  const shared = { filter, onChange: change };
  const input = (name: "day_from" | "day_to" | "amount_from" | "amount_to", label: string) => (
    <input
      className="sd-input"
      type={name.startsWith("day") ? "date" : "text"}
      inputMode={name.startsWith("day") ? undefined : "decimal"}
      aria-label={label}
      defaultValue={filter[name] ?? ""}
      onBlur={(event) => change({ [name]: event.target.value || undefined })}
      onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
      data-testid={`filter-${name}`}
    />
  );
  return (
    <div className="fi-filters" data-testid="fine-filters">
      <Choice
        {...shared}
        label={t`网点`}
        name="station"
        options={(stations.data?.items ?? []).map((each) => [each.code, each.name] as const)}
      />
      <Choice
        {...shared}
        label={t`类别`}
        name="category"
        options={(codes.data?.categories ?? []).map(
          (each) => [each.code, localised(each.zh, each.en)] as const,
        )}
      />
      <Choice
        {...shared}
        label={t`建议`}
        name="proposed"
        options={[
          ...CAUSES.map((each) => [each, causeWord(each)] as const),
          ["none", t`没有建议`] as const,
        ]}
      />
      <Choice
        {...shared}
        label={t`把握`}
        name="confidence"
        options={[50, 70, 90].map((each) => [String(each), t`${each}% 以上`] as const)}
      />
      <Choice {...shared} label={t`提示`} name="mark" options={markOptions()} />
      <Span label={t`发生日期`}>
        {input("day_from", t`发生日期从`)}
        {input("day_to", t`发生日期到`)}
      </Span>
      <Span label={t`金额（元）`}>
        {input("amount_from", t`金额从`)}
        {input("amount_to", t`金额到`)}
      </Span>
      {isNarrowed(filter) && (
        <button
          type="button"
          className="sd-btn"
          data-variant="link"
          onClick={() =>
            navigate({
              params: { fineId: undefined },
              search: { status: filter.status },
              replace: true,
            })
          }
          data-testid="filter-clear"
        >
          <Trans>清除筛选</Trans>
        </button>
      )}
    </div>
  );
}
