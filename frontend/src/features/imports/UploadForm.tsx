import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { type ImportKind, startImport } from "@/api/imports";
import { errorText } from "@/shared/ui/States";
import { formatSize, Progress } from "./Progress";

function KindChoice({
  kind,
  onChange,
}: {
  kind: ImportKind;
  onChange: (kind: ImportKind) => void;
}) {
  return (
    <div className="sd-seg" role="radiogroup" aria-label={t`读什么`}>
      {(["scans", "bill"] as const).map((each) => (
        <label key={each}>
          <input
            type="radio"
            name="import-kind"
            checked={kind === each}
            onChange={() => onChange(each)}
            data-testid={`import-kind-${each}`}
          />
          {each === "scans" ? t`扫描记录` : t`总部账单`}
        </label>
      ))}
    </div>
  );
}

function DropField({ file, onFile }: { file: File | null; onFile: (file: File) => void }) {
  const [isOver, setOver] = useState(false);
  return (
    <label
      className="im-drop"
      data-over={isOver || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const dropped = event.dataTransfer.files[0];
        if (dropped) onFile(dropped);
      }}
    >
      <input
        type="file"
        className="im-file"
        accept=".csv,.xlsx,.xls,.json,.txt"
        data-testid="import-file"
        onChange={(event) => {
          const chosen = event.target.files?.[0];
          if (chosen) onFile(chosen);
        }}
      />
      {file ? (
        <span>
          <b>{file.name}</b> <span className="sd-muted">{formatSize(file.size)}</span>
        </span>
      ) : (
        <span>
          <Trans>拖到这里，或点一下选文件（CSV、XLSX、快递100 或快递鸟 JSON）</Trans>
        </span>
      )}
    </label>
  );
}

function useUpload() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [sent, setSent] = useState<{ bytes: number; total: number } | null>(null);
  const sending = useMutation({
    mutationFn: (given: { kind: ImportKind; file: File; isStrict: boolean }) =>
      startImport(given.kind, given.file, given.isStrict, (bytes, total) =>
        setSent({ bytes, total }),
      ),
    onSuccess: (batch) => {
      queries.invalidateQueries({ queryKey: ["imports"] });
      navigate({ to: "/imports/{-$batchId}", params: { batchId: batch.id } });
    },
    onError: () => setSent(null),
  });
  return { sending, sent };
}

export function UploadForm() {
  const [kind, setKind] = useState<ImportKind>("scans");
  const [file, setFile] = useState<File | null>(null);
  const [isStrict, setStrict] = useState(false);
  const { sending, sent } = useUpload();
  return (
    <form
      className="im-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (file) sending.mutate({ kind, file, isStrict });
      }}
    >
      <h2>
        <Trans>导入文件</Trans>
      </h2>
      <KindChoice kind={kind} onChange={setKind} />
      <DropField file={file} onFile={setFile} />
      <p className="sd-label im-header">
        {kind === "scans"
          ? "waybill,scan,scanned_at,site,next_site,courier,weight_g,note"
          : "bill_no,line_no,station,waybill,code,name,amount,occurred_at,notified_at,appeal_due_at,note"}
      </p>
      <label className="im-strict">
        <input
          type="checkbox"
          checked={isStrict}
          onChange={(event) => setStrict(event.target.checked)}
          data-testid="import-strict"
        />
        <span>
          <Trans>全有或全无：有一行读不了，整个文件都不入账</Trans>
        </span>
      </label>
      {sent && <Progress done={sent.bytes} total={sent.total} label={t`正在上传`} />}
      {sending.isError && (
        <p className="sd-field-error" role="alert">
          {errorText(sending.error)}
        </p>
      )}
      <div>
        <button
          type="submit"
          className="sd-btn"
          data-variant="primary"
          disabled={!file || sending.isPending}
          data-testid="import-start"
        >
          <Trans>开始导入</Trans>
        </button>
      </div>
      <p className="sd-label">
        <Trans>同一个文件再导一次不会改变任何东西；读不了的行会留下原因，改好可以再送。</Trans>
      </p>
    </form>
  );
}
