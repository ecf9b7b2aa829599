import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { type CaseCounts, type CaseFilter, type CaseView, countCases } from "@/api/cases";
import type { Swatch } from "@/shared/custody/layout";
import { SwatchMark } from "@/shared/custody/SwatchMark";
import { holderWord, kindWord } from "@/shared/words/words";
import { SavedViews } from "./SavedViews";

const HOLDERS: [string, Swatch][] = [
  ["me", "mine"],
  ["agent", "queue"],
  ["others", "queue"],
  ["queue", "intake"],
  ["supervisor", "queue"],
  ["station", "station"],
  ["courier", "courier"],
  ["customer", "outside"],
  ["counterparty", "outside"],
  ["carrier", "outside"],
  ["intake", "intake"],
];

function Item({
  search,
  count,
  children,
  testId,
  mark,
}: {
  search: Partial<CaseFilter>;
  count: number;
  children: ReactNode;
  testId: string;
  mark?: ReactNode;
}) {
  const current = useSearch({ from: "/firm/desk/{-$caseId}" });
  const isCurrent =
    (current.view ?? "all") === (search.view ?? "all") &&
    current.kind === search.kind &&
    current.station === search.station &&
    current.holder === search.holder &&
    current.due_within_minutes === undefined &&
    current.risk_over_fen === undefined &&
    !current.q;
  return (
    <li>
      <Link
        to="/desk/{-$caseId}"
        params={{ caseId: undefined }}
        search={search}
        className="dk-rail-item"
        data-current={isCurrent || undefined}
        aria-current={isCurrent ? "true" : undefined}
        data-testid={testId}
        activeOptions={{ exact: true }}
      >
        {mark}
        <span>{children}</span>
        <b>{count}</b>
      </Link>
    </li>
  );
}

function Views({ counts }: { counts: CaseCounts }) {
  const views: [CaseView, string, string?][] = [
    ["mine", t`我认领的`],
    ["unclaimed", t`未认领`],
    ["due_soon", t`30 分内到时`, "warn"],
    ["overdue", t`已超时`, "late"],
    ["forgotten", t`久未动`],
    ["all", t`全部未结`],
  ];
  return views.map(([view, label, level]) => {
    const count = counts.views[view] ?? 0;
    const mark =
      level && count > 0 ? (
        <i
          className={`sd-mark ${level === "warn" ? "sd-warn" : "sd-over"}`}
          data-level={level}
          aria-hidden="true"
        />
      ) : undefined;
    return (
      <Item key={view} search={{ view }} count={count} testId={`view-${view}`} mark={mark}>
        <span className={mark ? (level === "warn" ? "sd-warn" : "sd-over") : undefined}>
          {label}
        </span>
      </Item>
    );
  });
}

function holderLabel(holder: string): string {
  if (holder === "agent") return t`其他坐席`;
  return holder === "queue" ? t`未认领` : holderWord(holder);
}

function Sections({ counts }: { counts: CaseCounts }) {
  const holders = HOLDERS.filter(([holder]) => counts.holders[holder] !== undefined);
  const kinds = Object.entries(counts.kinds).sort(([, a], [, b]) => b - a);
  return (
    <>
      <h2>
        <Trans>在等谁</Trans>
      </h2>
      <ul>
        {holders.map(([holder, swatch]) => (
          <Item
            key={holder}
            search={{ view: "all", holder }}
            count={counts.holders[holder] ?? 0}
            testId={`holder-${holder}`}
            mark={<SwatchMark swatch={swatch} />}
          >
            {holderLabel(holder)}
          </Item>
        ))}
      </ul>
      <h2>
        <Trans>类型</Trans>
      </h2>
      <ul>
        {kinds.map(([kind, count]) => (
          <Item key={kind} search={{ view: "all", kind }} count={count} testId={`kind-${kind}`}>
            {kindWord(kind)}
          </Item>
        ))}
      </ul>
      <h2>
        <Trans>网点</Trans>
      </h2>
      <ul>
        {counts.stations.map((station) => (
          <Item
            key={station.id}
            search={{ view: "all", station: station.code }}
            count={station.count}
            testId={`station-${station.code}`}
          >
            {station.name}
          </Item>
        ))}
      </ul>
    </>
  );
}

/** Saved views with live counts; the queue's address is what it links to. */
export function Rail() {
  const { data } = useQuery({ queryKey: ["case-counts"], queryFn: countCases });
  if (!data) return <nav className="dk-rail" aria-label={t`视图`} />;
  return (
    <nav className="dk-rail" aria-label={t`视图`}>
      <h2>
        <Trans>视图</Trans>
      </h2>
      <ul>
        <Views counts={data} />
      </ul>
      <SavedViews />
      <Sections counts={data} />
    </nav>
  );
}
