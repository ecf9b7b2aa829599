import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useEffect, useId, useState } from "react";
import { ApiError } from "@/api/client";
import { type LinkItem, type LinkPage, linkTarget, readLink } from "@/api/evidence";
import { localised } from "@/shared/i18n/locale";
import { timeOfDay } from "@/shared/time/time";
import { ErrorState, errorText, LoadingState } from "@/shared/ui/States";
import { sendInParts } from "@/shared/upload/resumable";
import { sizeWord } from "@/shared/upload/size";
import "./upload.css";

interface Sending {
  id: number;
  file: File;
  state: "waiting" | "sending" | "failed" | "done";
  sentBytes: number;
  reason?: string;
}

let nextId = 1;

/** One file after the other, each in parts. */
function useSending(token: string, code: string) {
  const queries = useQueryClient();
  const [files, setFiles] = useState<Sending[]>([]);
  const change = (id: number, changes: Partial<Sending>) =>
    setFiles((all) => all.map((each) => (each.id === id ? { ...each, ...changes } : each)));
  const isBusy = files.some((each) => each.state === "sending");
  const next = isBusy ? undefined : files.find((each) => each.state === "waiting");
  useEffect(() => {
    if (!next) return;
    const { id, file } = next;
    change(id, { state: "sending" });
    const said = {
      file_name: file.name,
      size_bytes: file.size,
      captured_at: new Date(Math.min(file.lastModified, Date.now())).toISOString(),
      ...(code ? { checklist_code: code } : {}),
    };
    sendInParts(linkTarget(token), file, said, (sentBytes) => change(id, { sentBytes }))
      .then((page) => {
        queries.setQueryData(["link", token], page);
        change(id, { state: "done", sentBytes: file.size });
      })
      .catch((error) => change(id, { state: "failed", reason: errorText(error), sentBytes: 0 }));
  });
  const add = (chosen: FileList | null) =>
    setFiles((all) => [
      ...all,
      ...[...(chosen ?? [])].map((file): Sending => {
        return { id: nextId++, file, state: "waiting", sentBytes: 0 };
      }),
    ]);
  return { files, add, retry: (id: number) => change(id, { state: "waiting" }) };
}

function FileState({ each, onRetry }: { each: Sending; onRetry: () => void }) {
  const name = each.file.name;
  const percent = Math.floor((each.sentBytes / Math.max(1, each.file.size)) * 100);
  return (
    <li data-testid="phone-file" data-state={each.state}>
      <span className="up-name">{name}</span>
      <span className="sd-muted">{sizeWord(each.file.size)}</span>
      {each.state === "done" && <b>{t`已送到`}</b>}
      {each.state === "waiting" && <span className="sd-muted">{t`等候`}</span>}
      {each.state === "sending" && <span>{percent}%</span>}
      {each.state === "sending" && (
        <progress max={100} value={percent} aria-label={t`上传 ${name}`} />
      )}
      {each.state === "failed" && (
        <>
          <button type="button" className="sd-btn" onClick={onRetry}>
            <Trans>重试</Trans>
          </button>
          <span className="up-reason sd-field-error">{each.reason}</span>
        </>
      )}
    </li>
  );
}

function Picker(props: {
  label: string;
  accept: string;
  capture?: "environment";
  isPrimary?: boolean;
  testId: string;
  onFiles: (files: FileList | null) => void;
}) {
  const id = useId();
  return (
    <>
      <input
        id={id}
        className="sd-sr up-input"
        type="file"
        accept={props.accept}
        capture={props.capture}
        multiple={!props.capture}
        data-testid={props.testId}
        onChange={(event) => {
          props.onFiles(event.target.files);
          event.target.value = "";
        }}
      />
      <label
        htmlFor={id}
        className="sd-btn up-pick"
        data-variant={props.isPrimary ? "primary" : undefined}
      >
        {props.label}
      </label>
    </>
  );
}

function Items({
  items,
  code,
  onChoose,
}: {
  items: LinkItem[];
  code: string;
  onChoose: (code: string) => void;
}) {
  return (
    <fieldset className="up-items">
      <legend className="sd-label">
        <Trans>证明哪一项</Trans>
      </legend>
      {items.map((item) => (
        <label key={item.code}>
          <input
            type="radio"
            name="item"
            checked={code === item.code}
            onChange={() => onChoose(item.code)}
          />
          <span>{localised(item.label_zh, item.label_en)}</span>
          <span className="sd-muted">{item.is_done ? t`已有` : t`还缺`}</span>
        </label>
      ))}
      <label>
        <input type="radio" name="item" checked={code === ""} onChange={() => onChoose("")} />
        <span>{t`其他`}</span>
      </label>
    </fieldset>
  );
}

function Upload({ token, page }: { token: string; page: LinkPage }) {
  const [code, setCode] = useState(page.asked?.code ?? "");
  const sending = useSending(token, code);
  const until = timeOfDay(page.expires_at);
  const left = page.files_left;
  return (
    <>
      <header>
        <h1>{page.asked ? localised(page.asked.label_zh, page.asked.label_en) : t`上传证据`}</h1>
        <p className="sd-muted">
          {localised(page.kind_zh, page.kind_en)} {page.case_number} · {page.station_name}
        </p>
      </header>
      {page.items.length > 0 && <Items items={page.items} code={code} onChoose={setCode} />}
      <div className="up-picks">
        <Picker
          label={t`拍照`}
          accept="image/*"
          capture="environment"
          isPrimary
          testId="phone-camera"
          onFiles={sending.add}
        />
        <Picker
          label={t`录音、视频或相册`}
          accept="image/*,audio/*,video/*,.amr,.pdf"
          testId="phone-files"
          onFiles={sending.add}
        />
      </div>
      <ul className="up-files" aria-live="polite">
        {sending.files.map((each) => (
          <FileState key={each.id} each={each} onRetry={() => sending.retry(each.id)} />
        ))}
      </ul>
      <footer className="sd-muted">
        <p>{t`${until} 前有效，还可传 ${left} 份。断网后会接着传，不用重来。`}</p>
      </footer>
    </>
  );
}

/** What a phone shows behind a QR code: what is asked for, camera, files, how far they are. */
export function UploadPage() {
  const { token } = useParams({ from: "/u/$token" });
  const link = useQuery({
    queryKey: ["link", token],
    queryFn: () => readLink(token),
    retry: (count, error) => !(error instanceof ApiError && error.status === 404) && count < 3,
  });
  const isOver = link.error instanceof ApiError && link.error.status === 404;
  return (
    <main className="up" id="main">
      {link.isPending && <LoadingState />}
      {isOver && (
        <div className="sd-state" role="alert" data-testid="link-over">
          <p className="sd-state-title">{t`这个二维码已失效`}</p>
          <p className="sd-state-body">{t`请客服在电脑上重新打开二维码，再扫一次。`}</p>
        </div>
      )}
      {link.isError && !isOver && <ErrorState error={link.error} onRetry={() => link.refetch()} />}
      {link.data && <Upload token={token} page={link.data} />}
    </main>
  );
}
