import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type CalendarTerms, readCalendar, saveCalendar } from "@/api/policies";
import { Dialog } from "@/shared/ui/Dialog";
import { notify } from "@/shared/ui/notices";
import { errorText, LoadingState } from "@/shared/ui/States";

interface WindowsEditorProps {
  level: string;
  calendarKey: string;
  onClose: () => void;
}

const list = (text: string) => text.split(/[\s,，、;；]+/).filter(Boolean);

function Form({
  level,
  calendarKey,
  onClose,
  own,
}: WindowsEditorProps & { own: CalendarTerms | null }) {
  const queries = useQueryClient();
  const [workday, setWorkday] = useState(
    (own?.workday ?? ["08:30-12:00", "13:00-18:00"]).join(" "),
  );
  const [restDay, setRestDay] = useState((own?.rest_day ?? []).join(" "));
  const saving = useMutation({
    mutationFn: (calendar: CalendarTerms | null) => saveCalendar(level, calendarKey, calendar),
    onSuccess: () => {
      notify(t`已保存，正在重算未结时限`);
      for (const key of ["calendar-days", "recomputations"])
        queries.invalidateQueries({ queryKey: [key] });
      onClose();
    },
  });
  return (
    <form
      className="sd-form"
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate({ ...own, workday: list(workday), rest_day: list(restDay) });
      }}
    >
      <div className="sd-field">
        <label htmlFor="windows-workday">{t`工作日时段（几段用空格隔开；全天写 00:00-24:00）`}</label>
        <input
          id="windows-workday"
          className="sd-input"
          value={workday}
          onChange={(event) => setWorkday(event.target.value)}
          data-testid="windows-workday"
        />
      </div>
      <div className="sd-field">
        <label htmlFor="windows-rest">{t`休息日时段（空着：不计）`}</label>
        <input
          id="windows-rest"
          className="sd-input"
          value={restDay}
          onChange={(event) => setRestDay(event.target.value)}
        />
      </div>
      {saving.isError && <p className="sd-field-error">{errorText(saving.error)}</p>}
      <div className="sd-form-foot">
        {own && (
          <button type="button" className="sd-btn" onClick={() => saving.mutate(null)}>
            <Trans>取消自己的日历</Trans>
          </button>
        )}
        <button
          type="submit"
          className="sd-btn"
          data-variant="primary"
          disabled={saving.isPending}
          data-testid="save-windows"
        >
          <Trans>保存</Trans>
        </button>
      </div>
    </form>
  );
}

/** The ordinary windows of a calendar; exceptions by day stay as they are. */
export function WindowsEditor(props: WindowsEditorProps) {
  const query = useQuery({
    queryKey: ["calendar", props.level, props.calendarKey],
    queryFn: () => readCalendar(props.level, props.calendarKey),
    staleTime: 0,
  });
  return (
    <Dialog title={t`改时段`} isOpen onClose={props.onClose}>
      {query.isFetching ? <LoadingState /> : <Form {...props} own={query.data?.calendar ?? null} />}
    </Dialog>
  );
}
