import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { addNote, type Case, type CaseClock, type TimelineEntry } from "@/api/cases";
import { withdrawNote } from "@/api/desk";
import { useCoarseNow } from "@/shared/clock/ticker";
import { localised } from "@/shared/i18n/locale";
import { briefTime } from "@/shared/time/time";
import { notify, notifyRefusal } from "@/shared/ui/notices";
import { errorText } from "@/shared/ui/States";

function NoteForm({ item }: { item: Case }) {
  const queries = useQueryClient();
  const [text, setText] = useState("");
  const withdraw = async (noteId: string) => {
    try {
      queries.setQueryData(["case", item.id], await withdrawNote(item.id, noteId));
      notify(t`备注已撤回`);
    } catch (error) {
      notifyRefusal(errorText(error));
    }
  };
  const sending = useMutation({
    mutationFn: () => addNote(item.id, text.trim()),
    onSuccess: (answer) => {
      setText("");
      queries.setQueryData(["case", item.id], answer);
      const note = answer.timeline.findLast((entry) => entry.event === "noted");
      notify(t`备注已写`, note && (() => withdraw(note.id)));
    },
  });
  return (
    <form
      className="tl-note"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim()) sending.mutate();
      }}
    >
      <input
        className="sd-input"
        value={text}
        onChange={(event) => setText(event.target.value)}
        aria-label={t`写一条备注`}
        placeholder={t`写一条备注，回车保存`}
        data-testid="note-text"
      />
      <button
        type="submit"
        className="sd-btn"
        disabled={!text.trim() || sending.isPending}
        data-testid="note-save"
      >
        <Trans>备注</Trans>
      </button>
      {sending.isError && <span className="sd-field-error">{errorText(sending.error)}</span>}
    </form>
  );
}

/** The backend writes its own name in Chinese. */
const SYSTEM = "系统";

function actorOf(entry: TimelineEntry): string {
  return entry.actor_name && entry.actor_name !== SYSTEM ? entry.actor_name : t`系统`;
}

/** Which clock rang, and how long before its deadline. */
function rungText(entry: TimelineEntry, clocks: CaseClock[]): string {
  const clock = clocks.find((each) => each.name === entry.data?.clock);
  const name = clock ? localised(clock.label_zh, clock.label_en) : "";
  const minutes = Number(entry.data?.minutes_before ?? 0);
  return minutes > 0 ? t`${name}还剩 ${minutes} 分` : t`${name}已到`;
}

/** What happened, and what was said with it. */
function entryText(entry: TimelineEntry, clocks: CaseClock[]): string {
  if (entry.event === "clock_rung") return rungText(entry, clocks);
  const label = localised(entry.label_zh, entry.label_en);
  if (label && entry.text && label !== entry.text) return t`${label}：${entry.text}`;
  return label || entry.text || entry.event;
}

/** Everything that happened, newest first. */
export function Timeline({ item }: { item: Case }) {
  const now = useCoarseNow(60);
  const withdrawn = new Set(item.timeline.map((entry) => entry.data?.note_id).filter(Boolean));
  const entries = [...item.timeline].sort((a, b) => b.at.localeCompare(a.at));
  return (
    <section className="cp-section" aria-label={t`经过`}>
      <h3 className="sd-label">
        <Trans>经过 {entries.length}</Trans>
      </h3>
      <ol className="tl" data-testid="timeline">
        {entries.map((entry) => (
          <li
            key={entry.id}
            data-event={entry.event}
            data-withdrawn={withdrawn.has(entry.id) || undefined}
          >
            <time dateTime={entry.at}>{briefTime(entry.at, now)}</time>
            <p>
              <strong>{actorOf(entry)}</strong>
              {entryText(entry, item.clocks)}
            </p>
          </li>
        ))}
      </ol>
      <NoteForm item={item} />
    </section>
  );
}
