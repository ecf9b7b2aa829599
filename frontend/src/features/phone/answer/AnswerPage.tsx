import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { ApiError } from "@/api/client";
import { type PublicLink, readLink } from "@/api/links";
import { Countdown } from "@/shared/clock/Countdown";
import { activateLocale, currentLocale } from "@/shared/i18n/locale";
import { timeOfDay } from "@/shared/time/time";
import { Logo } from "@/shared/ui/Icon";
import { ErrorState, LoadingState } from "@/shared/ui/States";
import { kindWord } from "@/shared/words/words";
import { AnswerForm } from "./AnswerForm";
import { Help } from "./Help";
import "./answer.css";

/** What a link that takes nothing any more says instead. */
function Over({ state }: { state: PublicLink["state"] }) {
  const isAnswered = state === "answered";
  const title = isAnswered ? t`已经答复过了` : t`这个链接已失效`;
  return (
    <section className="an-over" data-testid="answer-over" data-state={state}>
      <h1>{title}</h1>
      <p className="sd-muted">
        {isAnswered ? (
          <Trans>谢谢，客服已收到。要补充的话，请直接联系客服。</Trans>
        ) : (
          <Trans>可能已过期、已处理，或地址没有复制完整。需要的话请客服再发一次。</Trans>
        )}
      </p>
    </section>
  );
}

function Question({ link }: { link: PublicLink }) {
  const by = link.due_at ? timeOfDay(link.due_at) : "";
  return (
    <header className="an-head">
      <p className="an-line">
        <b>{link.station}</b>
        <span className="sd-muted">{kindWord(link.case_kind)}</span>
      </p>
      <h1>
        <span className="an-tail-word">
          <Trans>运单尾号</Trans>
        </span>{" "}
        <span data-testid="answer-tail">{link.waybill_tail}</span>
      </h1>
      <p className="an-question" data-testid="answer-question">
        {link.to_name && link.party === "courier" && <b>{link.to_name} </b>}
        {link.question}
      </p>
      {link.due_at && (
        <p className="an-line">
          <span className="sd-muted">
            <Trans>请 {by} 前答复</Trans>
          </span>
          <Countdown dueAt={link.due_at} />
        </p>
      )}
    </header>
  );
}

/** Opened from a group chat, without signing in: one question, two taps, a photo. */
export function AnswerPage() {
  const { token } = useParams({ from: "/a/$token" });
  const query = useQuery({
    queryKey: ["public-link", token],
    queryFn: () => readLink(token),
    staleTime: Number.POSITIVE_INFINITY,
    retry: (count, error) => !(error instanceof ApiError && error.status >= 400) && count < 2,
  });
  const link = query.data;
  return (
    <main className="an" id="main">
      {query.isPending && <LoadingState />}
      {query.isError && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {link?.state === "open" && (
        <>
          <Question link={link} />
          <AnswerForm token={token} link={link} onOver={() => query.refetch()} />
          {link.offers_help && <Help token={token} />}
        </>
      )}
      {link && link.state !== "open" && <Over state={link.state} />}
      <footer className="an-foot">
        <span>
          <Logo size={18} /> <Trans>驿席</Trans>
        </span>
        <button
          type="button"
          className="sd-btn"
          data-variant="link"
          onClick={() => activateLocale(currentLocale() === "zh" ? "en" : "zh")}
          data-testid="switch-locale"
        >
          {currentLocale() === "zh" ? "English" : "中文"}
        </button>
      </footer>
    </main>
  );
}
