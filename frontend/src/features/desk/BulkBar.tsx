import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useRouteContext } from "@tanstack/react-router";
import { useState } from "react";
import type { CaseRow } from "@/api/cases";
import { serverNow } from "@/api/client";
import { listMacros } from "@/api/desk";
import { listMembers } from "@/api/stations";
import { Keycap } from "@/shared/ui/Icon";
import type { useBulk } from "./useBulk";

const LEADING = new Set(["firm_owner", "manager", "supervisor"]);
const SNOOZE_MINUTES = [15, 30, 60, 120];

interface BulkBarProps {
  rows: CaseRow[];
  bulk: ReturnType<typeof useBulk>;
  onClear: () => void;
}

function Choice({
  label,
  options,
  onChoose,
  testId,
}: {
  label: string;
  options: [string, string][];
  onChoose: (value: string, word: string) => void;
  testId: string;
}) {
  if (options.length === 0) return null;
  return (
    <select
      className="bk-choice"
      aria-label={label}
      value=""
      data-testid={testId}
      onChange={(event) => {
        const found = options.find(([value]) => value === event.target.value);
        if (found) onChoose(...found);
      }}
    >
      <option value="">{label}</option>
      {options.map(([value, word]) => (
        <option key={value} value={value}>
          {word}
        </option>
      ))}
    </select>
  );
}

/** A note of the same words on every case that is marked. */
function NoteMany({ rows, bulk }: Omit<BulkBarProps, "onClear">) {
  const [text, setText] = useState("");
  return (
    <form
      className="bk-note"
      onSubmit={(event) => {
        event.preventDefault();
        if (!text.trim()) return;
        bulk.run({ action: "note", rows, data: { text: text.trim() }, word: t`已备注` });
        setText("");
      }}
    >
      <input
        className="sd-input"
        value={text}
        onChange={(event) => setText(event.target.value)}
        aria-label={t`给选中的都写一条备注`}
        placeholder={t`备注，回车`}
        data-testid="bulk-note"
      />
    </form>
  );
}

/** What can be done to the cases that are marked; each key works without the bar as well. */
export function BulkBar({ rows, bulk, onClear }: BulkBarProps) {
  const { session } = useRouteContext({ from: "/firm" });
  const leads = LEADING.has(session.member.role);
  const members = useQuery({ queryKey: ["members"], queryFn: listMembers, enabled: leads });
  const macros = useQuery({ queryKey: ["macros"], queryFn: listMacros });
  const colleagues = (members.data?.items ?? [])
    .filter((member) => ["agent", "supervisor"].includes(member.role))
    .map((member): [string, string] => [member.id, member.name]);
  const steps = (macros.data?.items ?? [])
    .filter((macro) => macro.steps.length > 0)
    .map((macro): [string, string] => [macro.id, macro.title]);
  const count = rows.length;
  const snooze = (minutes: string) => {
    const until = new Date(serverNow() + Number(minutes) * 60_000).toISOString();
    bulk.run({ action: "snooze", rows, data: { until, reason: t`批量稍后` }, word: t`已稍后` });
  };
  return (
    <div className="bk" role="toolbar" aria-label={t`批量操作`} data-testid="bulk-bar">
      <b>
        <Trans>已选 {count} 条</Trans>
      </b>
      <button
        type="button"
        className="sd-btn"
        onClick={() => bulk.run({ action: "claim", rows, word: t`已认领` })}
        data-testid="bulk-claim"
      >
        <Trans>认领</Trans>
        <Keycap>c</Keycap>
      </button>
      <button
        type="button"
        className="sd-btn"
        onClick={() => bulk.run({ action: "release", rows, word: t`已放回` })}
        data-testid="bulk-release"
      >
        <Trans>放回队列</Trans>
        <Keycap>r</Keycap>
      </button>
      <Choice
        label={t`稍后`}
        options={SNOOZE_MINUTES.map((minutes) => [String(minutes), t`${minutes} 分后`])}
        onChoose={snooze}
        testId="bulk-snooze"
      />
      <Choice
        label={t`转给`}
        options={colleagues}
        onChoose={(id, name) =>
          bulk.run({ action: "reassign", rows, data: { member_id: id }, word: t`已转给${name}` })
        }
        testId="bulk-reassign"
      />
      <Choice
        label={t`话术`}
        options={steps}
        onChoose={(id, title) =>
          bulk.run({ action: "macro", rows, data: { macro_id: id }, word: title })
        }
        testId="bulk-macro"
      />
      <NoteMany rows={rows} bulk={bulk} />
      <button
        type="button"
        className="sd-btn"
        data-variant="link"
        onClick={onClear}
        aria-label={t`取消选择`}
      >
        <Keycap>Esc</Keycap>
      </button>
    </div>
  );
}
