import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Case } from "@/api/cases";
import { serverNow } from "@/api/client";
import { type CustomerPromise, makePromise } from "@/api/people";
import { QuickTimes } from "@/shared/forms/QuickTimes";
import { ChoiceField, TextField } from "@/shared/forms/TextField";
import { briefTime, localInput, withOffset } from "@/shared/time/time";
import { errorText } from "@/shared/ui/States";
import { contactWord } from "@/shared/words/people";
import { innerTime, readRoom } from "./promiseTimes";

type Whom = CustomerPromise["to_role"];

const WHOM: Whom[] = ["recipient", "sender", "caller", "other"];
const USUAL_HOURS = 3;

/** The inner time as it will be, while the promise is being written. */
function Preview({ due, room }: { due: string; room: string }) {
  const now = serverNow();
  const dueAt = Date.parse(withOffset(due));
  if (Number.isNaN(dueAt) || dueAt <= now) return null;
  const innerAt = innerTime(now, dueAt, readRoom(room));
  const inner = briefTime(new Date(innerAt).toISOString(), now);
  const minutes = Math.round((dueAt - innerAt) / 60_000);
  return (
    <p className="sd-muted" data-testid="promise-preview">
      <Trans>
        内部 {inner} 前办到，留回旋 {minutes} 分
      </Trans>
    </p>
  );
}

interface Draft {
  whom: Whom;
  name: string;
  due: string;
  room: string;
  text: string;
}

interface PartProps {
  draft: Draft;
  change: (change: Partial<Draft>) => void;
}

function WhenFields({ draft, change }: PartProps) {
  return (
    <>
      <div className="sd-form-row">
        <TextField
          id="promise-due"
          label={t`对客户说的时间`}
          type="datetime-local"
          value={draft.due}
          onChange={(due) => change({ due })}
          isRequired
        />
        <TextField
          id="promise-room"
          label={t`回旋余地（分）`}
          value={draft.room}
          onChange={(room) => change({ room })}
          placeholder={t`按制度`}
        />
      </div>
      <QuickTimes tense="future" onChoose={(due) => change({ due })} />
      <Preview due={draft.due} room={draft.room} />
    </>
  );
}

function WhomFields({ draft, change, known }: PartProps & { known: string }) {
  return (
    <div className="sd-form-row">
      <TextField
        id="promise-whom-name"
        label={t`承诺给谁`}
        value={draft.name}
        onChange={(name) => change({ name })}
        placeholder={known || t`姓名`}
        isRequired={!known}
        maxLength={80}
      />
      <ChoiceField
        id="promise-whom"
        label={t`身份`}
        value={draft.whom}
        choices={WHOM}
        word={contactWord}
        onChange={(whom) => change({ whom: whom as Whom })}
      />
    </div>
  );
}

function WhatFields({ draft, change }: PartProps) {
  const usual = [t`送到家里`, t`回电告知结果`, t`给出赔付答复`];
  return (
    <>
      <TextField
        id="promise-text"
        label={t`承诺什么`}
        value={draft.text}
        onChange={(text) => change({ text })}
        isRequired
        maxLength={500}
      />
      <span className="cu-quick">
        {usual.map((text) => (
          <button key={text} type="button" className="sd-chip" onClick={() => change({ text })}>
            {text}
          </button>
        ))}
      </span>
    </>
  );
}

/** What a customer is told: by when, with what room, to whom, and what. */
export function PromiseForm({ item, onClose }: { item: Case; onClose: () => void }) {
  const queries = useQueryClient();
  const [draft, setDraft] = useState<Draft>({
    whom: item.contacts.find((each) => each.name)?.role ?? "other",
    name: "",
    due: localInput(serverNow() + USUAL_HOURS * 3_600_000),
    room: "",
    text: "",
  });
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const saving = useMutation({
    mutationFn: () =>
      makePromise(item.id, {
        to_role: draft.whom,
        to_whom: draft.name,
        text: draft.text,
        due_at: withOffset(draft.due),
        margin_minutes: readRoom(draft.room) ?? undefined,
      }),
    onSuccess: (after) => {
      queries.setQueryData(["case", item.id], after);
      queries.invalidateQueries({ queryKey: ["promises"] });
      onClose();
    },
  });
  const known = item.contacts.find((each) => each.role === draft.whom)?.name ?? "";
  return (
    <form
      className="pr-form"
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate();
      }}
    >
      <WhenFields draft={draft} change={change} />
      <WhomFields draft={draft} change={change} known={known} />
      <WhatFields draft={draft} change={change} />
      {saving.isError && <p className="sd-field-error">{errorText(saving.error)}</p>}
      <div className="sd-form-foot">
        <button
          type="submit"
          className="sd-btn"
          data-variant="primary"
          disabled={saving.isPending}
          data-testid="promise-save"
        >
          <Trans>记下承诺</Trans>
        </button>
        <button type="button" className="sd-btn" onClick={onClose}>
          <Trans>取消</Trans>
        </button>
      </div>
    </form>
  );
}
