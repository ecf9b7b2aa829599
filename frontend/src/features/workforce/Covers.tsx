import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { listMembers } from "@/api/stations";
import { addCover, type Cover, endCover, listCovers, readCoverage } from "@/api/workforce";
import { dayAndTime, withOffset } from "@/shared/time/time";
import { notify, notifyRefusal } from "@/shared/ui/notices";
import { EmptyState, ErrorState, errorText, LoadingState } from "@/shared/ui/States";
import { AlarmList } from "./AlarmList";

const EMPTY = { covered_member_id: "", cover_member_id: "", from_at: "", to_at: "", reason: "" };

function useRefresh(): () => void {
  const queries = useQueryClient();
  return () => {
    for (const key of ["covers", "coverage", "load"])
      queries.invalidateQueries({ queryKey: [key] });
  };
}

function CoverForm() {
  const refresh = useRefresh();
  const [draft, setDraft] = useState(EMPTY);
  const members = useQuery({ queryKey: ["members"], queryFn: listMembers });
  const agents = (members.data?.items ?? []).filter((each) =>
    ["agent", "supervisor"].includes(each.role),
  );
  const adding = useMutation({
    mutationFn: () =>
      addCover({ ...draft, from_at: withOffset(draft.from_at), to_at: withOffset(draft.to_at) }),
    onSuccess: (answer) => {
      const { cover_name, covered_name } = answer;
      notify(t`${cover_name} 代 ${covered_name}`);
      setDraft(EMPTY);
      refresh();
    },
  });
  const pick = (name: "covered_member_id" | "cover_member_id", label: string) => (
    <select
      className="sd-select"
      required
      aria-label={label}
      value={draft[name]}
      onChange={(event) => setDraft({ ...draft, [name]: event.target.value })}
      data-testid={`cover-${name}`}
    >
      <option value="">{label}</option>
      {agents.map((each) => (
        <option key={each.id} value={each.id}>
          {each.name}
        </option>
      ))}
    </select>
  );
  const when = (name: "from_at" | "to_at", label: string) => (
    <input
      className="sd-input wf-when"
      type="datetime-local"
      required
      aria-label={label}
      value={draft[name]}
      onChange={(event) => setDraft({ ...draft, [name]: event.target.value })}
      data-testid={`cover-${name}`}
    />
  );
  return (
    <form
      className="wf-bar"
      onSubmit={(event) => {
        event.preventDefault();
        adding.mutate();
      }}
    >
      {pick("cover_member_id", t`谁来代`)}
      <span className="sd-muted">
        <Trans>代</Trans>
      </span>
      {pick("covered_member_id", t`代谁`)}
      {when("from_at", t`从`)}
      <span className="sd-muted">—</span>
      {when("to_at", t`到`)}
      <button type="submit" className="sd-btn" data-variant="primary" disabled={adding.isPending}>
        <Trans>安排代班</Trans>
      </button>
      {adding.isError && (
        <span className="sd-field-error" role="alert">
          {errorText(adding.error)}
        </span>
      )}
    </form>
  );
}

function CoverRow({ item, mayChange }: { item: Cover; mayChange: boolean }) {
  const refresh = useRefresh();
  const ending = useMutation({
    mutationFn: () => endCover(item.id),
    onSuccess: refresh,
    onError: (error) => notifyRefusal(errorText(error)),
  });
  return (
    <tr data-testid="cover-row">
      <td>
        <b>{item.cover_name}</b>
      </td>
      <td>{item.covered_name}</td>
      <td className="wf-span">
        {dayAndTime(item.from_at)} — {dayAndTime(item.to_at)}
      </td>
      <td className="sd-muted">{item.is_of_leave ? t`请假` : item.reason || item.entered_by}</td>
      <td className="wf-steps">
        {mayChange && (
          <button
            type="button"
            className="sd-btn"
            data-variant="link"
            disabled={ending.isPending}
            onClick={() => ending.mutate()}
          >
            <Trans>结束</Trans>
          </button>
        )}
      </td>
    </tr>
  );
}

/** Who stands in for whom, and the lanes that stay open. */
export function Covers({ mayChange }: { mayChange: boolean }) {
  const covers = useQuery({ queryKey: ["covers"], queryFn: listCovers });
  const coverage = useQuery({ queryKey: ["coverage"], queryFn: readCoverage });
  if (covers.isError) return <ErrorState error={covers.error} onRetry={() => covers.refetch()} />;
  if (!covers.data) return <LoadingState />;
  return (
    <>
      {mayChange && <CoverForm />}
      {coverage.data && <AlarmList coverage={coverage.data} />}
      {covers.data.items.length === 0 && <EmptyState title={t`现在没有代班`} />}
      {covers.data.items.length > 0 && (
        <table className="sd-table wf-list">
          <thead>
            <tr>
              <th>{t`谁来代`}</th>
              <th>{t`代谁`}</th>
              <th>{t`从 — 到`}</th>
              <th>{t`因为`}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {covers.data.items.map((item) => (
              <CoverRow key={item.id} item={item} mayChange={mayChange} />
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
