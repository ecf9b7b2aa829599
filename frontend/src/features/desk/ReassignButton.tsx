import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouteContext } from "@tanstack/react-router";
import { useState } from "react";
import { type CaseRow, reassignCase, transferCase } from "@/api/cases";
import { listCandidates } from "@/api/workforce";
import { Dialog } from "@/shared/ui/Dialog";
import { notify } from "@/shared/ui/notices";
import { errorText } from "@/shared/ui/States";
import { againstWord } from "@/shared/words/duty";
import { useUndo } from "./useUndo";

const LEADING = new Set(["firm_owner", "manager", "supervisor"]);

/** An agent hands over what he holds; whoever leads may give any case to anybody. */
export function ReassignButton({ item }: { item: CaseRow }) {
  const { session } = useRouteContext({ from: "/firm" });
  const queries = useQueryClient();
  const undo = useUndo();
  const [isOpen, setOpen] = useState(false);
  const [memberId, setMemberId] = useState("");
  const leads = LEADING.has(session.member.role);
  const { station, direction, kind } = item;
  const members = useQuery({
    queryKey: ["candidates", station.code, direction, kind],
    queryFn: () => listCandidates(station.code, direction, kind),
    enabled: isOpen,
  });
  const colleagues = (members.data?.items ?? []).filter(
    (member) => member.member_id !== item.holder.member_id && member.role !== "firm_owner",
  );
  const giving = useMutation({
    mutationFn: () => (leads ? reassignCase : transferCase)(item.id, memberId),
    onSuccess: (answer) => {
      setOpen(false);
      const name = colleagues.find((member) => member.member_id === memberId)?.name ?? "";
      const number = item.number;
      notify(t`${number} 已转给 ${name}`, answer ? () => undo([answer]) : undefined);
    },
    onSettled: () => {
      queries.invalidateQueries({ queryKey: ["case", item.id] });
      queries.invalidateQueries({ queryKey: ["case-counts"] });
    },
  });
  if (!leads && !item.holder.is_me) return null;
  return (
    <>
      <button type="button" className="sd-btn" onClick={() => setOpen(true)} data-testid="reassign">
        <Trans>转给同事</Trans>
      </button>
      <Dialog title={t`转给同事`} isOpen={isOpen} onClose={() => setOpen(false)}>
        <form
          className="sd-form"
          onSubmit={(event) => {
            event.preventDefault();
            giving.mutate();
          }}
        >
          <div className="sd-field">
            <label htmlFor="reassign-to">{t`转给谁`}</label>
            <select
              id="reassign-to"
              className="sd-select"
              required
              value={memberId}
              onChange={(event) => setMemberId(event.target.value)}
              data-testid="reassign-to"
            >
              <option value="">{t`请选择`}</option>
              {colleagues.map(({ held, against, ...member }) => (
                <option key={member.member_id} value={member.member_id}>
                  {member.name}（{[t`手上 ${held} 件`, ...against.map(againstWord)].join(t`，`)}）
                </option>
              ))}
            </select>
          </div>
          {(giving.isError || members.isError) && (
            <p className="sd-field-error">{errorText(giving.error ?? members.error)}</p>
          )}
          <div className="sd-form-foot">
            <button
              type="submit"
              className="sd-btn"
              data-variant="primary"
              disabled={!memberId || giving.isPending}
              data-testid="reassign-save"
            >
              <Trans>转交</Trans>
            </button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
