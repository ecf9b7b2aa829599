import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useRef } from "react";
import { type Attachment, attachmentUrl, type Case, type ChecklistItem } from "@/api/cases";
import { localised } from "@/shared/i18n/locale";
import { dayAndTime } from "@/shared/time/time";
import { Icon, Keycap } from "@/shared/ui/Icon";
import type { useEvidence } from "./useEvidence";

function shortHash(sha256: string): string {
  return `${sha256.slice(0, 4)}…${sha256.slice(-2)}`;
}

function FileLine({ file }: { file: Attachment }) {
  const at = dayAndTime(file.created_at);
  const hash = shortHash(file.sha256);
  return (
    <span className="sd-muted">
      <a href={attachmentUrl(file.id)} download={file.name}>
        {file.name}
      </a>{" "}
      · {at} · <span title={file.sha256}>{t`已封存 ${hash}`}</span>
    </span>
  );
}

function CheckLine({
  item,
  line,
  onPick,
}: {
  item: Case;
  line: ChecklistItem;
  onPick: () => void;
}) {
  const file = item.attachments.find((each) => each.id === line.done_by_attachment_id);
  const isDone = !!line.done_by_attachment_id || !!line.waived_by;
  const waivedBy = line.waived_by;
  return (
    <li data-testid={`checklist-${line.code}`} data-done={isDone}>
      {isDone ? <Icon name="check" /> : <i className="ev-open" aria-hidden="true" />}
      <span className="sd-sr">{isDone ? t`已有` : t`还缺`}</span>
      <b>{localised(line.label_zh, line.label_en)}</b>
      {file && <FileLine file={file} />}
      {waivedBy && <span className="sd-muted">{t`${waivedBy} 免除`}</span>}
      {!isDone && line.is_required && <span className="sd-muted">{t`缺此项不能办结`}</span>}
      {!isDone && (
        <button type="button" className="sd-btn" data-variant="link" onClick={onPick}>
          <Trans>上传</Trans>
        </button>
      )}
    </li>
  );
}

export function Evidence({
  item,
  evidence,
}: {
  item: Case;
  evidence: ReturnType<typeof useEvidence>;
}) {
  const input = useRef<HTMLInputElement>(null);
  const target = useRef<string | null | undefined>(undefined);
  const pick = (code?: string) => {
    target.current = code;
    input.current?.click();
  };
  const done = item.checklist.filter((line) => line.done_by_attachment_id || line.waived_by).length;
  const total = item.checklist.length;
  const usedIds = new Set(item.checklist.map((line) => line.done_by_attachment_id));
  const others = item.attachments.filter((file) => !usedIds.has(file.id));
  return (
    <section className="cp-section" aria-label={t`证据`}>
      <h3 className="cp-h">
        {total > 0 ? t`证据 ${done} / ${total}` : t`证据`}
        <Keycap>e</Keycap>
        <span className="dk-spring" />
        <span className="sd-label">{t`拖入、粘贴，或`}</span>
        <button
          type="button"
          className="sd-btn"
          onClick={() => pick()}
          disabled={evidence.isSending}
          data-testid="evidence-upload"
        >
          <Icon name="clip" />
          {evidence.isSending ? t`上传中…` : t`选文件`}
        </button>
      </h3>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={t`证据文件`}
        data-testid="evidence-file"
        onChange={(event) => {
          evidence.send([...(event.target.files ?? [])], target.current);
          event.target.value = "";
        }}
      />
      <ul className="ev-list">
        {item.checklist.map((line) => (
          <CheckLine key={line.code} item={item} line={line} onPick={() => pick(line.code)} />
        ))}
        {others.map((file) => (
          <li key={file.id} data-testid="attachment">
            <Icon name="clip" />
            <FileLine file={file} />
          </li>
        ))}
      </ul>
    </section>
  );
}
