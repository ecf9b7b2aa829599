import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useRef, useState } from "react";
import type { Attachment } from "@/api/attachments";
import type { Case, ChecklistItem } from "@/api/cases";
import { localised } from "@/shared/i18n/locale";
import { dayAndTime } from "@/shared/time/time";
import { Icon, Keycap } from "@/shared/ui/Icon";
import { FileDialog } from "./FileDialog";
import { PackButton } from "./PackButton";
import { PhoneUpload } from "./PhoneUpload";
import { Transfers } from "./Transfers";
import type { useEvidence } from "./useEvidence";
import "./evidence.css";

function shortHash(sha256: string): string {
  return `${sha256.slice(0, 4)}…${sha256.slice(-2)}`;
}

type OnOpen = (file: Attachment) => void;

function FileLine({ file, onOpen }: { file: Attachment; onOpen: OnOpen }) {
  const at = dayAndTime(file.created_at);
  const hash = shortHash(file.sha256);
  return (
    <span className="sd-muted ev-file">
      <button
        type="button"
        className="sd-btn ev-name"
        data-variant="link"
        onClick={() => onOpen(file)}
        data-testid="file"
      >
        {file.name}
      </button>{" "}
      · {at} · <span title={file.sha256}>{t`已封存 ${hash}`}</span>
      {file.deleted_at && ` · ${t`已按制度删除`}`}
    </span>
  );
}

function CheckLine({
  item,
  line,
  onPick,
  onOpen,
}: {
  item: Case;
  line: ChecklistItem;
  onPick: () => void;
  onOpen: OnOpen;
}) {
  const files = item.attachments.filter((each) => each.checklist_code === line.code);
  const isDone = !!line.done_by_attachment_id || !!line.waived_by;
  const waivedBy = line.waived_by;
  const reason = line.waived_reason ?? "";
  return (
    <li data-testid={`checklist-${line.code}`} data-done={isDone}>
      {isDone ? <Icon name="check" /> : <i className="ev-open" aria-hidden="true" />}
      <span className="sd-sr">{isDone ? t`已有` : t`还缺`}</span>
      <b>{localised(line.label_zh, line.label_en)}</b>
      <span className="ev-files">
        {files.map((file) => (
          <FileLine key={file.id} file={file} onOpen={onOpen} />
        ))}
        {waivedBy && <span className="sd-muted">{t`${waivedBy} 免除：${reason}`}</span>}
        {!isDone && line.is_required && <span className="sd-muted">{t`缺此项不能办结`}</span>}
      </span>
      {!isDone && (
        <button type="button" className="sd-btn" data-variant="link" onClick={onPick}>
          <Trans>上传</Trans>
        </button>
      )}
    </li>
  );
}

/** The latest state of the opened file: it may be labelled while it is open. */
function useOpenFile(item: Case) {
  const [openId, setOpenId] = useState<string | null>(null);
  return {
    file: item.attachments.find((file) => file.id === openId),
    open: (file: Attachment) => setOpenId(file.id),
    close: () => setOpenId(null),
  };
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
  const opened = useOpenFile(item);
  const pick = (code?: string) => {
    target.current = code;
    input.current?.click();
  };
  const done = item.checklist.filter((line) => line.done_by_attachment_id || line.waived_by).length;
  const total = item.checklist.length;
  const codes = new Set(item.checklist.map((line) => line.code));
  const others = item.attachments.filter((file) => !codes.has(file.checklist_code ?? ""));
  return (
    <section className="cp-section" aria-label={t`证据`}>
      <h3 className="cp-h">
        <span className="ev-title">{total > 0 ? t`证据 ${done} / ${total}` : t`证据`}</span>
        <Keycap>e</Keycap>
        <span className="dk-spring" />
        {item.attachments.length > 0 && <PackButton item={item} />}
        <span className="sd-label ev-hint">{t`拖入、粘贴，或`}</span>
        <button
          type="button"
          className="sd-btn"
          onClick={() => pick()}
          data-testid="evidence-upload"
        >
          <Icon name="clip" />
          <Trans>选文件</Trans>
        </button>
        <PhoneUpload item={item} />
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
      <Transfers evidence={evidence} />
      <ul className="ev-list">
        {item.checklist.map((line) => (
          <CheckLine
            key={line.code}
            item={item}
            line={line}
            onPick={() => pick(line.code)}
            onOpen={opened.open}
          />
        ))}
        {others.map((file) => (
          <li key={file.id} data-testid="attachment">
            <Icon name="clip" />
            <FileLine file={file} onOpen={opened.open} />
          </li>
        ))}
      </ul>
      {opened.file && <FileDialog item={item} file={opened.file} onClose={opened.close} />}
    </section>
  );
}
