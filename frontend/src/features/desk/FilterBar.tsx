import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useEffect, useRef } from "react";
import { type CaseFilter, countCases, listKinds } from "@/api/cases";
import { exportUrl } from "@/api/desk";
import { formatYuan } from "@/shared/money/money";
import { Icon } from "@/shared/ui/Icon";
import { holderWord, kindWord } from "@/shared/words/words";
import { SaveView } from "./SaveView";
import { isSame, toggled } from "./viewFilters";

const DUE_MINUTES = [30, 60, 120, 240, 1440];
const RISK_FEN = [0, 2_000, 5_000, 10_000];

/** A chip that opens a list; closes on a click elsewhere and on Escape. */
function Drop({
  label,
  isSet,
  children,
  testId,
}: {
  label: string;
  isSet: boolean;
  children: ReactNode;
  testId: string;
}) {
  const box = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = (event: Event) => {
      if (!box.current?.contains(event.target as Node)) box.current?.removeAttribute("open");
    };
    document.addEventListener("click", close);
    return () => document.removeEventListener("click", close);
  }, []);
  return (
    <details
      ref={box}
      className="fb-drop"
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        box.current?.removeAttribute("open");
        box.current?.querySelector("summary")?.focus();
        event.stopPropagation();
      }}
    >
      <summary data-set={isSet || undefined} data-testid={testId}>
        {label}
        <Icon name="down" size={12} />
      </summary>
      <div className="fb-list">{children}</div>
    </details>
  );
}

function Tick({
  label,
  isOn,
  onChange,
  type = "checkbox",
}: {
  label: string;
  isOn: boolean;
  onChange: () => void;
  type?: "checkbox" | "radio";
}) {
  return (
    <label>
      <input type={type} checked={isOn} onChange={onChange} />
      {label}
    </label>
  );
}

function dueWord(minutes: number): string {
  const hours = minutes / 60;
  return minutes < 60 ? t`${minutes} 分内` : t`${hours} 小时内`;
}

interface DropProps {
  filter: CaseFilter;
  go: (change: Partial<CaseFilter>) => void;
}

function DueDrop({ filter, go }: DropProps) {
  const due = filter.due_within_minutes;
  return (
    <Drop
      label={due === undefined ? t`按时限` : dueWord(due)}
      isSet={due !== undefined}
      testId="filter-due"
    >
      {[undefined, ...DUE_MINUTES].map((minutes) => (
        <Tick
          key={minutes ?? "any"}
          type="radio"
          label={minutes === undefined ? t`不限` : dueWord(minutes)}
          isOn={due === minutes}
          onChange={() => go({ due_within_minutes: minutes })}
        />
      ))}
    </Drop>
  );
}

function RiskDrop({ filter, go }: DropProps) {
  const risk = filter.risk_over_fen;
  return (
    <Drop
      label={risk === undefined ? t`金额` : t`超过 ${formatYuan(risk)}`}
      isSet={risk !== undefined}
      testId="filter-risk"
    >
      {[undefined, ...RISK_FEN].map((fen) => (
        <Tick
          key={fen ?? "any"}
          type="radio"
          label={fen === undefined ? t`不限` : t`超过 ${formatYuan(fen)}`}
          isOn={risk === fen}
          onChange={() => go({ risk_over_fen: fen })}
        />
      ))}
    </Drop>
  );
}

function StationDrop({ filter, go }: DropProps) {
  const counts = useQuery({ queryKey: ["case-counts"], queryFn: countCases });
  const stations = counts.data?.stations ?? [];
  const chosen = filter.station?.split(",") ?? [];
  const count = chosen.length;
  const first = stations.find((station) => station.code === chosen[0])?.name ?? chosen[0] ?? "";
  const many = count === 0 ? t`网点` : t`${count} 个网点`;
  return (
    <Drop label={count === 1 ? first : many} isSet={count > 0} testId="filter-station">
      {stations.map((station) => (
        <Tick
          key={station.id}
          label={station.name}
          isOn={chosen.includes(station.code)}
          onChange={() => go({ station: toggled(filter.station, station.code) })}
        />
      ))}
    </Drop>
  );
}

function KindDrop({ filter, go }: DropProps) {
  const kinds = useQuery({ queryKey: ["kinds"], queryFn: listKinds, staleTime: 3_600_000 });
  const chosen = filter.kind?.split(",") ?? [];
  const count = chosen.length;
  const many = count === 0 ? t`类型` : t`${count} 个类型`;
  return (
    <Drop
      label={count === 1 ? kindWord(chosen[0] ?? "") : many}
      isSet={count > 0}
      testId="filter-kind"
    >
      {(kinds.data ?? []).map((kind) => (
        <Tick
          key={kind.kind}
          label={kindWord(kind.kind)}
          isOn={chosen.includes(kind.kind)}
          onChange={() => go({ kind: toggled(filter.kind, kind.kind) })}
        />
      ))}
    </Drop>
  );
}

/** Narrows the list: by deadline, station, kind, money; kept in the address, saved as a view. */
export function FilterBar({ filter }: { filter: CaseFilter }) {
  const navigate = useNavigate();
  const show = (search: CaseFilter) =>
    navigate({ to: "/desk/{-$caseId}", params: { caseId: undefined }, search });
  const go = (change: Partial<CaseFilter>) => show({ ...filter, ...change });
  const holders = filter.holder?.split(",").map(holderWord).join(t`、`);
  const isNarrowed = !isSame(filter, { view: filter.view });
  return (
    <div className="fb">
      <DueDrop filter={filter} go={go} />
      <StationDrop filter={filter} go={go} />
      <KindDrop filter={filter} go={go} />
      <RiskDrop filter={filter} go={go} />
      {holders && <span className="sd-chip">{holders}</span>}
      {filter.q && <span className="sd-chip">“{filter.q}”</span>}
      {isNarrowed && (
        <button
          type="button"
          className="sd-btn"
          data-variant="link"
          onClick={() => show({ view: filter.view })}
          data-testid="clear-filter"
        >
          <Trans>清除</Trans>
        </button>
      )}
      <span className="dk-spring" />
      <SaveView filter={filter} />
      <a className="fb-export" href={exportUrl(filter)} download data-testid="export-cases">
        <Trans>导出</Trans>
      </a>
    </div>
  );
}
