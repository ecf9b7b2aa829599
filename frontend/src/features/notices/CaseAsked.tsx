import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Case } from "@/api/cases";
import { type CaseNotice, readAsked } from "@/api/notices";
import { localised } from "@/shared/i18n/locale";
import { timeOfDay } from "@/shared/time/time";
import { AskForm } from "./AskForm";
import { CorrectionLine } from "./CorrectionLine";
import { LinkLine } from "./LinkLine";
import { audienceWord, channelWord, noticeStateWord } from "./words";
import "./asked.css";

const SHOWN = 3;
/** Of those that a link is for, its own line tells more. */
const TOLD_BY_LINK = new Set(["asked"]);

function NoticeLine({ notice }: { notice: CaseNotice }) {
  const until = notice.hold_until ? timeOfDay(notice.hold_until) : "";
  const who = notice.to_name === notice.role ? audienceWord(notice.role) : notice.to_name;
  return (
    <li data-testid="case-notice" data-state={notice.state}>
      <time dateTime={notice.created_at} className="sd-muted">
        {timeOfDay(notice.created_at)}
      </time>
      <span>
        <b>{who}</b> <span className="sd-muted">{channelWord(notice.channel)}</span>{" "}
        {localised(notice.subject_zh, notice.subject_en)}
      </span>
      <span className="sd-muted" title={notice.error || undefined}>
        {notice.state === "held" ? t`${until} 才提醒` : noticeStateWord(notice.state)}
      </span>
    </li>
  );
}

/** 催办与答复: whom the case has asked and told, whether they looked, what they answered. */
export function CaseAsked({ item }: { item: Case }) {
  const [isAsking, setAsking] = useState(false);
  const [isWhole, setWhole] = useState(false);
  // Any change of the case is a reason to look: the stream tells of links opened and answered.
  const asked = useQuery({
    queryKey: ["case", item.id, "asked", item.timeline.length],
    queryFn: () => readAsked(item.id),
    placeholderData: (before) => before,
  });
  const { links = [], notices = [], corrections = [] } = asked.data ?? {};
  const told = notices.filter((each) => !(TOLD_BY_LINK.has(each.topic) && each.link_id));
  const isOpen = item.closed_at === null;
  const hidden = told.length - SHOWN;
  return (
    <section className="cp-section ca" aria-label={t`催办与答复`} data-testid="case-asked">
      <h3 className="cp-h">
        <Trans>催办与答复</Trans>
        <span className="dk-spring" />
        {isOpen && (
          <button
            type="button"
            className="sd-btn"
            aria-expanded={isAsking}
            onClick={() => setAsking(!isAsking)}
            data-testid="ask-open"
          >
            <Trans>催业务员或网点</Trans>
          </button>
        )}
      </h3>
      {isAsking && <AskForm item={item} onDone={() => setAsking(false)} />}
      {corrections.map((each) => (
        <CorrectionLine key={each.id} correction={each} />
      ))}
      {links.length > 0 && (
        <ul className="ca-links">
          {links.map((each) => (
            <LinkLine key={each.id} caseId={item.id} link={each} />
          ))}
        </ul>
      )}
      {told.length > 0 && (
        <ul className="ca-told">
          {(isWhole ? told : told.slice(0, SHOWN)).map((each) => (
            <NoticeLine key={each.id} notice={each} />
          ))}
        </ul>
      )}
      {!isWhole && hidden > 0 && (
        <button type="button" className="sd-btn" data-variant="link" onClick={() => setWhole(true)}>
          <Trans>再看 {hidden} 条</Trans>
        </button>
      )}
    </section>
  );
}
