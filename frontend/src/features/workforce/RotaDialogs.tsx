import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { putDay, putWeek, type RotaDay, type RotaMember, type Week } from "@/api/workforce";
import { Dialog } from "@/shared/ui/Dialog";
import { errorText } from "@/shared/ui/States";
import { readShifts } from "./days";
import { weekdayWord } from "./words";

function useSaving(save: () => Promise<unknown>, onClose: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: save,
    onSuccess: () => {
      for (const key of ["rota", "coverage", "load"]) {
        queries.invalidateQueries({ queryKey: [key] });
      }
      onClose();
    },
  });
}

function DayForm({
  member,
  day,
  onClose,
}: {
  member: RotaMember;
  day: RotaDay;
  onClose: () => void;
}) {
  const [text, setText] = useState((day.windows ?? []).join(" "));
  const [note, setNote] = useState(day.note);
  const [isWeekly, setWeekly] = useState(false);
  const saving = useSaving(
    () => putDay(member.member_id, day.day, isWeekly ? null : readShifts(text), note),
    onClose,
  );
  return (
    <form
      className="sd-form"
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate();
      }}
    >
      <div className="sd-field">
        <label htmlFor="day-shifts">{t`班次，如 08:30-12:00 13:00-17:30；空着是休`}</label>
        <input
          id="day-shifts"
          className="sd-input"
          data-autofocus
          value={text}
          disabled={isWeekly}
          onChange={(event) => setText(event.target.value)}
          data-testid="day-shifts"
        />
      </div>
      <div className="sd-field">
        <label htmlFor="day-note">{t`说明`}</label>
        <input
          id="day-note"
          className="sd-input"
          value={note}
          disabled={isWeekly}
          onChange={(event) => setNote(event.target.value)}
        />
      </div>
      {day.is_exception && (
        <label className="wf-tick">
          <input
            type="checkbox"
            checked={isWeekly}
            onChange={(event) => setWeekly(event.target.checked)}
          />
          <Trans>恢复每周的班</Trans>
        </label>
      )}
      {saving.isError && <p className="sd-field-error">{errorText(saving.error)}</p>}
      <div className="sd-form-foot">
        <button
          type="submit"
          className="sd-btn"
          data-variant="primary"
          disabled={saving.isPending}
          data-testid="day-save"
        >
          <Trans>保存</Trans>
        </button>
      </div>
    </form>
  );
}

/** One day that differs from the week. */
export function DayDialog({
  wanted,
  onClose,
}: {
  wanted: { member: RotaMember; day: RotaDay } | null;
  onClose: () => void;
}) {
  return (
    <Dialog
      title={wanted ? `${wanted.member.name} ${wanted.day.day}` : ""}
      isOpen={wanted !== null}
      onClose={onClose}
    >
      {wanted && <DayForm member={wanted.member} day={wanted.day} onClose={onClose} />}
    </Dialog>
  );
}

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7];

function WeekForm({ member, onClose }: { member: RotaMember; onClose: () => void }) {
  const [texts, setTexts] = useState<Record<number, string>>(() =>
    Object.fromEntries(WEEKDAYS.map((day) => [day, (member.week?.[day] ?? []).join(" ")])),
  );
  const [isKept, setKept] = useState(true);
  const week = (): Week =>
    Object.fromEntries(
      WEEKDAYS.map((day): [string, string[]] => [String(day), readShifts(texts[day] ?? "")]).filter(
        ([, windows]) => windows.length > 0,
      ),
    );
  const saving = useSaving(() => putWeek(member.member_id, isKept ? week() : null), onClose);
  return (
    <form
      className="sd-form"
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate();
      }}
    >
      <div className="wf-days">
        {WEEKDAYS.map((day) => (
          <div key={day} className="wf-day">
            <label htmlFor={`week-${day}`}>{weekdayWord(day)}</label>
            <input
              id={`week-${day}`}
              className="sd-input"
              value={texts[day]}
              placeholder={t`休`}
              disabled={!isKept}
              onChange={(event) => setTexts({ ...texts, [day]: event.target.value })}
              data-testid={`week-${day}`}
            />
          </div>
        ))}
      </div>
      <label className="wf-tick">
        <input
          type="checkbox"
          checked={!isKept}
          onChange={(event) => setKept(!event.target.checked)}
        />
        <Trans>不排班：随时都算在班</Trans>
      </label>
      {saving.isError && <p className="sd-field-error">{errorText(saving.error)}</p>}
      <div className="sd-form-foot">
        <button
          type="submit"
          className="sd-btn"
          data-variant="primary"
          disabled={saving.isPending}
          data-testid="week-save"
        >
          <Trans>保存</Trans>
        </button>
      </div>
    </form>
  );
}

/** The shifts of every week, until a day says otherwise. */
export function WeekDialog({
  member,
  onClose,
}: {
  member: RotaMember | null;
  onClose: () => void;
}) {
  const name = member?.name ?? "";
  return (
    <Dialog title={t`${name} 每周的班`} isOpen={member !== null} onClose={onClose}>
      {member && <WeekForm member={member} onClose={onClose} />}
    </Dialog>
  );
}
