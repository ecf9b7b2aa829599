import { t } from "@lingui/core/macro";
import type { ParcelFact, SearchAnswer } from "@/api/search";
import { gapWord, kindWord, milestoneWord } from "@/shared/words/words";

/** One line of what a search has found; it leads to a case or to a waybill. */
export interface Find {
  group: string;
  caseId?: string;
  waybill?: string;
  title: string;
  fact: string;
  why: string;
  isOverdue?: boolean;
}

/** Where a parcel stands, as one word: its gap, or what it reached last. */
export function parcelState(facts: ParcelFact[]): { text: string; isOverdue: boolean } {
  const gap = facts.find((fact) => fact.gap);
  if (gap?.gap) return { text: gapWord(gap.gap), isOverdue: gap.is_overdue };
  const last = facts.at(-1)?.milestone;
  return { text: last ? milestoneWord(last) : "", isOverdue: false };
}

function whyWord(why: string): string {
  const words: Record<string, string> = {
    waybill: t`运单号`,
    waybill_prefix: t`号码开头`,
    waybill_tail: t`尾号`,
    number: t`工作项编号`,
    order_no: t`总部单号`,
    phone: t`电话`,
    name: t`姓名`,
    text: t`内容`,
  };
  return words[why] ?? why;
}

/** The answer as one list, in the order in which the arrow keys go through it. */
export function findsOf(answer: SearchAnswer): Find[] {
  const waybills = answer.waybills.map((hit) => {
    const state = parcelState(hit.parcels);
    return {
      group: t`运单`,
      waybill: hit.waybill,
      title: hit.waybill,
      fact: [hit.parcels.map((fact) => fact.station_name)[0], state.text]
        .filter(Boolean)
        .join(" · "),
      why: whyWord(hit.why),
      isOverdue: state.isOverdue,
    };
  });
  const cases = answer.cases.map((hit) => ({
    group: t`工作项`,
    caseId: hit.case.id,
    title: `${kindWord(hit.case.kind)} ${hit.case.waybill}`,
    fact: hit.snippet || [hit.case.station.name, hit.case.summary].filter(Boolean).join(" · "),
    why: hit.case.closed_at ? t`${whyWord(hit.why)} · 已结` : whyWord(hit.why),
  }));
  return [...waybills, ...cases];
}
