import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, type LinkProps } from "@tanstack/react-router";
import { useState } from "react";
import { acceptOpenFines, type CheckLine, type Month, readChecklist } from "@/api/closing";
import { TextField } from "@/shared/forms/TextField";
import { localised } from "@/shared/i18n/locale";
import { formatYuan } from "@/shared/money/money";
import { ErrorState, errorText, LoadingState } from "@/shared/ui/States";
import { ClosedMonth } from "./ClosedMonth";
import { CloseForm } from "./CloseForm";
import { CloseProgress } from "./CloseProgress";
import { isUnderWay, levelWord } from "./words";

/** Undecided fines are listed as open by name, with a reason. */
/** `/fines?status=waiting` as the router takes it. */
function target(link: string): Pick<LinkProps, "to" | "search"> {
  const { pathname, searchParams } = new URL(link, window.location.origin);
  return {
    to: pathname as LinkProps["to"],
    search: Object.fromEntries(searchParams) as LinkProps["search"],
  };
}

function AcceptForm({ month }: { month: string }) {
  const queries = useQueryClient();
  const [note, setNote] = useState("");
  const accept = useMutation({
    mutationFn: () => acceptOpenFines(month, note),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["month-checklist", month] }),
  });
  return (
    <form
      className="cl-accept"
      onSubmit={(event) => {
        event.preventDefault();
        accept.mutate();
      }}
    >
      <TextField
        id="accept-note"
        label={t`为什么留到以后`}
        value={note}
        onChange={setNote}
        isRequired
        maxLength={500}
      />
      <button type="submit" className="sd-btn" disabled={accept.isPending || !note.trim()}>
        <Trans>列为未定</Trans>
      </button>
      {accept.isError && <p className="sd-field-error">{errorText(accept.error)}</p>}
    </form>
  );
}

function Line({ line, month }: { line: CheckLine; month: string }) {
  const isOk = line.level === "ok";
  return (
    <li data-level={line.level} data-testid={`check-${line.code}`}>
      <span className="cl-mark" aria-hidden="true" />
      <span className="cl-level">{levelWord(line.level)}</span>
      <div>
        <p className="cl-title">{localised(line.title_zh, line.title_en)}</p>
        {!isOk && (
          <p className="sd-muted">
            {localised(line.remedy_zh, line.remedy_en)}{" "}
            {line.link && (
              <Link {...target(line.link)}>
                <Trans>去看</Trans>
              </Link>
            )}
          </p>
        )}
        {!isOk && line.samples.length > 0 && (
          <p className="cl-samples">
            {line.samples.join(localised("、", ", "))}
            {line.count > line.samples.length && " …"}
          </p>
        )}
        {line.code === "open_fines" && !isOk && <AcceptForm month={month} />}
      </div>
      <span className="sd-num">{isOk ? "" : line.count}</span>
      <span className="sd-num">
        {!isOk && line.amount_fen !== 0 ? formatYuan(line.amount_fen) : ""}
      </span>
    </li>
  );
}

/** What stands in the way of the close, what to know before it; then the close itself. */
export function ChecklistTab({ month }: { month: Month }) {
  const query = useQuery({
    queryKey: ["month-checklist", month.period],
    queryFn: () => readChecklist(month.period),
    enabled: month.state === "open" || month.state === "refused",
  });
  if (month.state === "done") return <ClosedMonth month={month} />;
  if (isUnderWay(month.state)) return <CloseProgress month={month} />;
  if (query.isPending) return <LoadingState label={t`正在检查…`} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  const lines = query.data.items;
  const blockers = lines.filter((line) => line.level === "blocker").length;
  return (
    <>
      {month.state === "refused" && (
        <p className="sd-field-error" role="alert">
          <Trans>上次没有结成：{month.problem}</Trans>
        </p>
      )}
      <ol className="cl-checks" data-testid="checklist">
        {lines.map((line) => (
          <Line key={line.code} line={line} month={month.period} />
        ))}
      </ol>
      <CloseForm month={month.period} blockers={blockers} />
    </>
  );
}
