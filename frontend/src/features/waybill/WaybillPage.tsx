import { t } from "@lingui/core/macro";
import { Plural, Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { readStory, type WaybillStory } from "@/api/search";
import { Countdown } from "@/shared/clock/Countdown";
import { HolderMark } from "@/shared/custody/SwatchMark";
import { dayAndTime } from "@/shared/time/time";
import { EmptyState, ErrorState, LoadingState } from "@/shared/ui/States";
import { Waybill } from "@/shared/waybill/Waybill";
import { directionWord, gapWord, kindWord, milestoneWord } from "@/shared/words/words";
import { Story } from "./Story";
import "./waybill.css";

type Leg = WaybillStory["parcels"][number];

function LegLine({ leg }: { leg: Leg }) {
  const stages = Object.entries(leg.milestones).sort(([, a], [, b]) => a.localeCompare(b));
  return (
    <section className="wb-leg">
      <h3>
        {leg.station} · {directionWord(leg.direction)}
        {leg.leg > 1 && t` · 第 ${leg.leg} 次经过`}
      </h3>
      <ol className="wb-stages">
        {stages.map(([stage, at]) => (
          <li key={stage}>
            <b>{milestoneWord(stage)}</b>
            <time dateTime={at}>{dayAndTime(at)}</time>
          </li>
        ))}
        {leg.gap && (
          <li data-gap>
            <b>{gapWord(leg.gap.gap)}</b>
            <Countdown dueAt={leg.gap.due_at} stoppedAt={null} />
          </li>
        )}
      </ol>
    </section>
  );
}

function Cases({ story }: { story: WaybillStory }) {
  if (story.cases.length === 0) {
    return (
      <p className="sd-muted">
        <Trans>这件还没有工作项。</Trans>
      </p>
    );
  }
  return (
    <ul className="wb-cases">
      {story.cases.map((item) => (
        <li key={item.id}>
          <Link to="/desk/{-$caseId}" params={{ caseId: item.id }} search={{ view: "all" }}>
            {kindWord(item.kind)} {item.number}
          </Link>
          <span className="wb-summary">{item.summary}</span>
          {item.closed_at ? (
            <span className="sd-muted">{t`已结 ${dayAndTime(item.closed_at)}`}</span>
          ) : (
            <>
              <HolderMark holder={item.holder} unclaimedWord={t`未认领`} />
              <Countdown dueAt={item.due_at} stoppedAt={null} />
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

function Whole({ story }: { story: WaybillStory }) {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(() => new Set());
  const sources: [string, string][] = [
    ["scan", t`扫描`],
    ["case", t`工作项`],
    ["fine", t`罚款`],
    ["notice", t`通知`],
  ];
  const groupOf = (source: string) => (source === "decision" ? "fine" : source);
  const toggle = (source: string) =>
    setHidden((before) => {
      const next = new Set(before);
      if (!next.delete(source)) next.add(source);
      return next;
    });
  const shown = story.entries.filter((entry) => !hidden.has(groupOf(entry.source)));
  const counted = (source: string) =>
    story.entries.filter((entry) => groupOf(entry.source) === source).length;
  return (
    <div className="wb-columns">
      <div className="wb-side">
        {story.parcels.map((leg) => (
          <LegLine key={`${leg.station}-${leg.direction}-${leg.leg}`} leg={leg} />
        ))}
        {story.parcels.length === 0 && (
          <p className="sd-muted">
            <Trans>没有这件的扫描。</Trans>
          </p>
        )}
        <h2>
          <Trans>工作项</Trans>
        </h2>
        <Cases story={story} />
      </div>
      <div className="wb-main">
        <div className="wb-filters">
          <h2>
            <Trans>全部经过</Trans>
          </h2>
          {sources
            .filter(([source]) => counted(source) > 0)
            .map(([source, word]) => (
              <label key={source}>
                <input
                  type="checkbox"
                  checked={!hidden.has(source)}
                  onChange={() => toggle(source)}
                />
                {word} {counted(source)}
              </label>
            ))}
        </div>
        <Story entries={shown} />
        {story.has_more && (
          <p className="sd-muted">
            <Trans>事件太多，只显示前 1000 条；更多请在工作项里看。</Trans>
          </p>
        )}
      </div>
    </div>
  );
}

/** One waybill: its legs, its cases, and everything that happened, in one order. */
export function WaybillPage() {
  const { waybill } = useParams({ from: "/firm/waybill/$waybill" });
  const query = useQuery({ queryKey: ["story", waybill], queryFn: () => readStory(waybill) });
  return (
    <div className="wb" data-testid="waybill-page">
      <header className="wb-head">
        <h1>
          <Waybill value={waybill.toUpperCase()} />
        </h1>
        {query.data && (
          <span className="sd-muted">
            <Plural value={query.data.entries.length} one="# 条记录" other="# 条记录" />
          </span>
        )}
      </header>
      {query.isPending && <LoadingState />}
      {query.isError &&
        (query.error.message && "status" in query.error && query.error.status === 404 ? (
          <EmptyState title={t`没有这件的记录`}>
            <Trans>号码可能有误，或这件不在您的网点。</Trans>
          </EmptyState>
        ) : (
          <ErrorState error={query.error} onRetry={() => query.refetch()} />
        ))}
      {query.data && <Whole story={query.data} />}
    </div>
  );
}
