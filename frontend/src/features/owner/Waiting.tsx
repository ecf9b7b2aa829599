import { t } from "@lingui/core/macro";
import { Plural, Trans } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { applyEvent, type CaseRow, listCases } from "@/api/cases";
import { onChange } from "@/realtime/stream";
import { Countdown } from "@/shared/clock/Countdown";
import { errorText } from "@/shared/ui/States";
import { Waybill } from "@/shared/waybill/Waybill";
import { kindWord } from "@/shared/words/words";

/** The event by which a station answers what it was asked. */
const ANSWER = "station_answered";
const SHOWN = 5;

function AnswerForm({ row, onDone }: { row: CaseRow; onDone: () => void }) {
  const queries = useQueryClient();
  const [text, setText] = useState("");
  const answering = useMutation({
    mutationFn: (answer: string) => applyEvent(row.id, ANSWER, row.version, { answer }),
    onSuccess: () => {
      queries.invalidateQueries({ queryKey: ["waiting"] });
      onDone();
    },
  });
  const ready = [t`已派人处理，今天有结果`, t`查过，网点没有这件`];
  return (
    <form
      className="ow-answer"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim()) answering.mutate(text.trim());
      }}
    >
      {ready.map((answer) => (
        <button
          key={answer}
          type="button"
          className="ow-btn"
          disabled={answering.isPending}
          onClick={() => answering.mutate(answer)}
        >
          {answer}
        </button>
      ))}
      <textarea
        className="sd-area"
        rows={2}
        aria-label={t`答复`}
        placeholder={t`或自己写`}
        value={text}
        onChange={(event) => setText(event.target.value)}
        data-testid="answer-text"
      />
      <button
        type="submit"
        className="ow-btn ow-primary"
        disabled={!text.trim() || answering.isPending}
        data-testid="answer-send"
      >
        <Trans>答复</Trans>
      </button>
      {answering.isError && (
        <p className="sd-field-error" role="alert">
          {errorText(answering.error)}
        </p>
      )}
    </form>
  );
}

function WaitingCase({ row }: { row: CaseRow }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <li className="ow-waiting" data-testid="waiting-case" data-case-id={row.id}>
      <p className="ow-line">
        <span>
          <b>{kindWord(row.kind)}</b> <Waybill value={row.waybill} />
        </span>
        <Countdown dueAt={row.due_at} />
      </p>
      <p className="sd-muted">{row.summary}</p>
      {isOpen ? (
        <AnswerForm row={row} onDone={() => setOpen(false)} />
      ) : (
        <button type="button" className="ow-btn" onClick={() => setOpen(true)} data-testid="answer">
          <Trans>答复</Trans>
        </button>
      )}
    </li>
  );
}

/** What waits for the owner: answered in two taps. */
export function Waiting({ station }: { station: string }) {
  const queries = useQueryClient();
  const waiting = useQuery({
    queryKey: ["waiting", station],
    queryFn: () => listCases({ view: "all", holder: "station", station }, null),
  });
  useEffect(() => onChange(() => queries.invalidateQueries({ queryKey: ["waiting"] })), [queries]);
  const [limit, setLimit] = useState(SHOWN);
  const rows = (waiting.data?.items ?? []).filter((row) => row.holder.kind === "station");
  return (
    <section className="ow-section" aria-label={t`等您答复`} data-testid="waiting">
      <h2 className="ow-title">
        {rows.length > 0 ? (
          <Plural value={rows.length} one="等您答复 #" other="等您答复 #" />
        ) : (
          <Trans>没有等您答复的事</Trans>
        )}
      </h2>
      {waiting.isError && <p className="sd-muted">{errorText(waiting.error)}</p>}
      <ul>
        {rows.slice(0, limit).map((row) => (
          <WaitingCase key={row.id} row={row} />
        ))}
      </ul>
      {rows.length > limit && (
        <button type="button" className="ow-btn" onClick={() => setLimit(rows.length)}>
          <Trans>全部显示</Trans>
        </button>
      )}
    </section>
  );
}
