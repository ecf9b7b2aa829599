import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { listMembers } from "@/api/stations";
import { type AbsenceDraft, requestAbsence } from "@/api/workforce";
import { withOffset } from "@/shared/time/time";
import { Dialog } from "@/shared/ui/Dialog";
import { notify } from "@/shared/ui/notices";
import { errorText } from "@/shared/ui/States";
import { LEAVE_KINDS, leaveWord } from "./words";

const EMPTY: AbsenceDraft = {
  kind: "annual",
  from_at: "",
  to_at: "",
  substitute_member_id: "",
  reason: "",
  habits: "",
};

interface FieldsProps {
  draft: AbsenceDraft;
  me: string;
  onChange: (draft: AbsenceDraft) => void;
}

function When({ draft, onChange }: Omit<FieldsProps, "me">) {
  return (
    <div className="sd-form-row">
      {(["from_at", "to_at"] as const).map((name) => (
        <div key={name} className="sd-field">
          <label htmlFor={`leave-${name}`}>{name === "from_at" ? t`从` : t`到`}</label>
          <input
            id={`leave-${name}`}
            className="sd-input"
            type="datetime-local"
            required
            value={draft[name]}
            onChange={(event) => onChange({ ...draft, [name]: event.target.value })}
            data-testid={`leave-${name}`}
          />
        </div>
      ))}
    </div>
  );
}

function Who({ draft, me, onChange }: FieldsProps) {
  const members = useQuery({ queryKey: ["members"], queryFn: listMembers });
  const colleagues = (members.data?.items ?? []).filter(
    (member) => member.id !== me && ["agent", "supervisor"].includes(member.role),
  );
  return (
    <div className="sd-form-row">
      <div className="sd-field">
        <label htmlFor="leave-kind">{t`假别`}</label>
        <select
          id="leave-kind"
          className="sd-select"
          value={draft.kind}
          onChange={(event) => onChange({ ...draft, kind: event.target.value })}
        >
          {LEAVE_KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {leaveWord(kind)}
            </option>
          ))}
        </select>
      </div>
      <div className="sd-field">
        <label htmlFor="leave-substitute">{t`代班人`}</label>
        <select
          id="leave-substitute"
          className="sd-select"
          required
          value={draft.substitute_member_id}
          onChange={(event) => onChange({ ...draft, substitute_member_id: event.target.value })}
          data-testid="leave-substitute"
        >
          <option value="">{t`请选择`}</option>
          {colleagues.map((member) => (
            <option key={member.id} value={member.id}>
              {member.name}
            </option>
          ))}
        </select>
      </div>
    </div>
  );
}

/** Asking for leave; the list of cases and promises is made by itself. */
export function LeaveForm({
  isOpen,
  me,
  onClose,
}: {
  isOpen: boolean;
  me: string;
  onClose: () => void;
}) {
  const queries = useQueryClient();
  const [draft, setDraft] = useState(EMPTY);
  const asking = useMutation({
    mutationFn: () =>
      requestAbsence({
        ...draft,
        from_at: withOffset(draft.from_at),
        to_at: withOffset(draft.to_at),
      }),
    onSuccess: (answer) => {
      const name = answer.substitute_name;
      notify(t`已提交，等 ${name} 接收交接`);
      setDraft(EMPTY);
      queries.invalidateQueries({ queryKey: ["absences"] });
      onClose();
    },
  });
  return (
    <Dialog title={t`请假`} isOpen={isOpen} onClose={onClose}>
      <form
        className="sd-form"
        onSubmit={(event) => {
          event.preventDefault();
          asking.mutate();
        }}
      >
        <When draft={draft} onChange={setDraft} />
        <Who draft={draft} me={me} onChange={setDraft} />
        <div className="sd-field">
          <label htmlFor="leave-reason">{t`事由`}</label>
          <input
            id="leave-reason"
            className="sd-input"
            value={draft.reason}
            onChange={(event) => setDraft({ ...draft, reason: event.target.value })}
          />
        </div>
        <div className="sd-field">
          <label htmlFor="leave-habits">{t`网点习惯与注意事项（写给代班人）`}</label>
          <textarea
            id="leave-habits"
            className="sd-area"
            rows={4}
            value={draft.habits}
            onChange={(event) => setDraft({ ...draft, habits: event.target.value })}
            data-testid="leave-habits"
          />
        </div>
        {asking.isError && <p className="sd-field-error">{errorText(asking.error)}</p>}
        <div className="sd-form-foot">
          <button
            type="submit"
            className="sd-btn"
            data-variant="primary"
            disabled={asking.isPending}
            data-testid="leave-save"
          >
            <Trans>提交</Trans>
          </button>
          <span className="sd-muted">
            <Trans>未结工作项与承诺会自动列入交接</Trans>
          </span>
        </div>
      </form>
    </Dialog>
  );
}
