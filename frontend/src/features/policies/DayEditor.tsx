import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type CalendarDay, readCalendar, saveCalendar, saveOwnDay } from "@/api/policies";
import { Dialog } from "@/shared/ui/Dialog";
import { notify } from "@/shared/ui/notices";
import { errorText } from "@/shared/ui/States";

type Choice = "as_listed" | "workday" | "rest" | "closed" | "windows";

interface DayEditorProps {
  day: CalendarDay;
  level: string;
  calendarKey: string;
  onClose: () => void;
}

function startChoice(day: CalendarDay): Choice {
  if (day.kind === "exception") return day.windows.length > 0 ? "windows" : "closed";
  if (day.kind === "own_workday") return "workday";
  return day.kind === "own_rest_day" ? "rest" : "as_listed";
}

/** One day: a holiday or make-up workday for the whole firm, or other windows in this calendar. */
export function DayEditor({ day, level, calendarKey, onClose }: DayEditorProps) {
  const queries = useQueryClient();
  const [choice, setChoice] = useState<Choice>(startChoice(day));
  const [windows, setWindows] = useState(day.windows.join(" ") || "09:00-12:00");
  const [note, setNote] = useState(day.kind.startsWith("own_") ? day.name : "");
  const saving = useMutation({
    mutationFn: async () => {
      if (choice === "workday" || choice === "rest") {
        await saveOwnDay(day.day, choice === "workday", note);
      } else if (day.kind.startsWith("own_")) await saveOwnDay(day.day, null, "");
      const { calendar } = await readCalendar(level, calendarKey);
      const { [day.day]: had, ...others } = calendar?.exceptions ?? {};
      const exceptions: Record<string, string[]> = { ...others };
      if (choice === "closed") exceptions[day.day] = [];
      if (choice === "windows")
        exceptions[day.day] = windows.split(/[\s,，、;；]+/).filter(Boolean);
      const isSame = JSON.stringify(had) === JSON.stringify(exceptions[day.day]);
      if (!isSame) await saveCalendar(level, calendarKey, { ...calendar, exceptions });
    },
    onSuccess: () => {
      notify(t`已保存，正在重算未结时限`);
      for (const key of ["calendar-days", "recomputations"])
        queries.invalidateQueries({ queryKey: [key] });
      onClose();
    },
  });
  const choices: [Choice, string][] = [
    ["as_listed", t`按法定安排`],
    ["workday", t`全公司：当工作日`],
    ["rest", t`全公司：当休息日`],
    ["closed", t`本日历：全天不计`],
    ["windows", t`本日历：另定时段`],
  ];
  return (
    <Dialog title={day.day} isOpen onClose={onClose} testId="day-editor">
      <form
        className="sd-form"
        onSubmit={(event) => {
          event.preventDefault();
          saving.mutate();
        }}
      >
        <div className="sd-field">
          <label htmlFor="day-choice">{t`这一天`}</label>
          <select
            id="day-choice"
            className="sd-select"
            value={choice}
            onChange={(event) => setChoice(event.target.value as Choice)}
            data-testid="day-choice"
          >
            {choices.map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </div>
        {choice === "windows" && (
          <div className="sd-field">
            <label htmlFor="day-windows">{t`时段`}</label>
            <input
              id="day-windows"
              className="sd-input"
              value={windows}
              onChange={(event) => setWindows(event.target.value)}
            />
          </div>
        )}
        {(choice === "workday" || choice === "rest") && (
          <div className="sd-field">
            <label htmlFor="day-note">{t`说明`}</label>
            <input
              id="day-note"
              className="sd-input"
              value={note}
              maxLength={200}
              onChange={(event) => setNote(event.target.value)}
            />
          </div>
        )}
        {saving.isError && <p className="sd-field-error">{errorText(saving.error)}</p>}
        <div className="sd-form-foot">
          <button
            type="submit"
            className="sd-btn"
            data-variant="primary"
            disabled={saving.isPending}
            data-testid="save-day"
          >
            <Trans>保存</Trans>
          </button>
        </div>
      </form>
    </Dialog>
  );
}
