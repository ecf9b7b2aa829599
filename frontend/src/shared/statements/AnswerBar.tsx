import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { acceptStatement, objectToStatement, type StatementDetail } from "@/api/statements";
import { formatYuan } from "@/shared/money/money";
import { dayAndTime } from "@/shared/time/time";
import { notify } from "@/shared/ui/notices";
import { errorText } from "@/shared/ui/States";
import "./statements.css";

const TEXT_MAX = 1000;

function Objection({ statement, onDone }: { statement: StatementDetail; onDone: () => void }) {
  const [text, setText] = useState("");
  const objecting = useMutation({
    mutationFn: () => objectToStatement(statement.id, text.trim()),
    onSuccess: () => {
      notify(t`异议已交给财务`);
      onDone();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim()) objecting.mutate();
  };
  return (
    <form className="st-objection" onSubmit={submit}>
      <label htmlFor="objection" className="sd-label">
        <Trans>哪里不对？针对某一笔罚款的，请打开那一行提异议。</Trans>
      </label>
      <textarea
        id="objection"
        className="sd-area"
        rows={3}
        maxLength={TEXT_MAX}
        value={text}
        onChange={(event) => setText(event.target.value)}
        data-testid="objection-text"
      />
      {objecting.isError && (
        <p className="sd-error" role="alert">
          {errorText(objecting.error)}
        </p>
      )}
      <div className="st-buttons">
        <button type="button" onClick={onDone}>
          <Trans>取消</Trans>
        </button>
        <button
          type="submit"
          className="st-primary"
          disabled={!text.trim() || objecting.isPending}
          data-testid="objection-send"
        >
          <Trans>提交异议</Trans>
        </button>
      </div>
    </form>
  );
}

function Acceptance({ statement, onCancel }: { statement: StatementDetail; onCancel: () => void }) {
  const queries = useQueryClient();
  const accepting = useMutation({
    mutationFn: () => acceptStatement(statement.id, statement.content_hash),
    onSuccess: (accepted) => {
      queries.setQueryData(["statement", statement.id], accepted);
      queries.invalidateQueries({ queryKey: ["statements"] });
      queries.invalidateQueries({ queryKey: ["statement-months"] });
    },
  });
  const payable = formatYuan(statement.payable_fen);
  const { number } = statement;
  return (
    <div>
      <p>
        <Trans>
          认可对账单 {number}，{payable}。认可后不能撤回。
        </Trans>
      </p>
      {accepting.isError && (
        <p className="sd-error" role="alert">
          {errorText(accepting.error)}
        </p>
      )}
      <div className="st-buttons">
        <button type="button" onClick={onCancel}>
          <Trans>再看看</Trans>
        </button>
        <button
          type="button"
          className="st-primary"
          disabled={accepting.isPending}
          onClick={() => accepting.mutate()}
          data-testid="statement-confirm"
        >
          <Trans>确认认可</Trans>
        </button>
      </div>
    </div>
  );
}

/** Two taps accept; whoever objects says why. Nothing of it changes the statement. */
export function AnswerBar({ statement }: { statement: StatementDetail }) {
  const queries = useQueryClient();
  const [mode, setMode] = useState<"idle" | "accept" | "object">("idle");
  if (!statement.is_mine) return null;
  if (statement.answer === "accepted") {
    const by = statement.answered_by ?? "";
    const at = dayAndTime(statement.answered_at ?? "");
    return (
      <footer className="st-answer" data-testid="statement-accepted">
        <Trans>
          {by} 已于 {at} 认可
        </Trans>
      </footer>
    );
  }
  const leave = () => {
    setMode("idle");
    queries.invalidateQueries({ queryKey: ["statement", statement.id] });
    queries.invalidateQueries({ queryKey: ["statements"] });
  };
  return (
    <footer className="st-answer">
      {mode === "object" && <Objection statement={statement} onDone={leave} />}
      {mode === "accept" && <Acceptance statement={statement} onCancel={() => setMode("idle")} />}
      {mode === "idle" && (
        <div className="st-buttons">
          <button type="button" onClick={() => setMode("object")} data-testid="statement-object">
            <Trans>我有异议</Trans>
          </button>
          <button
            type="button"
            className="st-primary"
            onClick={() => setMode("accept")}
            data-testid="statement-accept"
          >
            <Trans>认可对账单</Trans>
          </button>
        </div>
      )}
    </footer>
  );
}
