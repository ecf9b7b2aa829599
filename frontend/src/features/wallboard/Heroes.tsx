import { t } from "@lingui/core/macro";
import type { CaseCounts } from "@/api/cases";
import type { SlaReport } from "@/api/reports";
import type { Cover, KindCount, MemberLoad } from "@/api/workforce";
import { useCoarseNow } from "@/shared/clock/ticker";

function Hero({
  label,
  value,
  unit,
  note,
  level,
}: {
  label: string;
  value: string | number;
  unit?: string;
  note?: string;
  level?: "late" | "warn";
}) {
  const tone = level && value !== 0 ? (level === "late" ? "sd-over" : "sd-warn") : "";
  return (
    <div>
      <p>{label}</p>
      <b className={tone}>
        {tone && <i className="sd-mark" data-level={level} aria-hidden="true" />}
        {value}
        {unit && <small>{unit}</small>}
      </b>
      <p className="wb-note">{note ?? " "}</p>
    </div>
  );
}

/** How long the oldest unclaimed case has waited, and where. */
function longest(board: KindCount[], names: Map<string, string>, now: number): string | undefined {
  const waiting = board.filter((each) => each.waiting_since);
  waiting.sort((a, b) => (a.waiting_since ?? "").localeCompare(b.waiting_since ?? ""));
  const first = waiting[0];
  if (!first?.waiting_since) return undefined;
  const minutes = Math.max(0, Math.round((now - Date.parse(first.waiting_since)) / 60_000));
  const place = names.get(first.station_id) ?? "";
  if (minutes < 60) return t`最久 ${minutes} 分，${place}`;
  const hours = Math.round(minutes / 60);
  return t`最久 ${hours} 小时，${place}`;
}

/** Who is away, and who stands in for him. */
function away(load: MemberLoad[], covers: Cover[]): string | undefined {
  const off = load.filter((each) => each.duty === "absent").slice(0, 2);
  if (off.length === 0) return undefined;
  return off
    .map((each) => {
      const cover = covers.find((one) => one.covered_member_id === each.member_id);
      const { name } = each;
      if (!cover) return t`${name} 休`;
      const by = cover.cover_name;
      return t`${name} 休，${by} 代`;
    })
    .join(t`；`);
}

export function Heroes({
  counts,
  sla,
  board,
  load,
  covers,
}: {
  counts: CaseCounts;
  sla?: SlaReport;
  board: KindCount[];
  load: MemberLoad[];
  covers: Cover[];
}) {
  const now = useCoarseNow(30);
  const names = new Map(counts.stations.map((each) => [each.id, each.name]));
  const agents = load.filter((each) => each.role === "agent");
  const there = agents.filter((each) => each.duty === "on" || each.duty === "unplanned").length;
  const places = counts.stations.length;
  const percent = sla?.kept_percent;
  const promised = sla?.promised ?? 0;
  const kept = sla?.kept ?? 0;
  const forgotten = counts.views.forgotten ?? 0;
  return (
    <section className="wb-heroes" aria-label={t`现在`}>
      <Hero
        label={t`已超时`}
        value={counts.views.overdue}
        level="late"
        note={forgotten ? t`久未动 ${forgotten}` : undefined}
      />
      <Hero label={t`30 分内到时`} value={counts.views.due_soon} level="warn" />
      <Hero label={t`未认领`} value={counts.views.unclaimed} note={longest(board, names, now)} />
      <Hero label={t`未结`} value={counts.views.all} note={t`${places} 个网点`} />
      <Hero
        label={t`今日按时`}
        value={percent == null ? "—" : Number(percent).toFixed(1)}
        unit={percent == null ? undefined : "%"}
        note={promised ? t`${promised} 件到时，${kept} 件按时` : undefined}
      />
      <Hero label={t`在班`} value={there} unit={`/ ${agents.length}`} note={away(load, covers)} />
    </section>
  );
}
