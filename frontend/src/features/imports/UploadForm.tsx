import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { type ImportKind, startImport } from "@/api/imports";
import { type ListKind, startDraft } from "@/api/mappings";
import { errorText } from "@/shared/ui/States";
import { DropField } from "./DropField";
import { ListOptions, useListOptions } from "./ListOptions";
import { Progress } from "./Progress";

type Kind = ImportKind | ListKind;
const FIXED: Partial<Record<Kind, string>> = {
  scans: "waybill,scan,scanned_at,site,next_site,courier,weight_g,note",
};

function KindChoice({ kind, onChange }: { kind: Kind; onChange: (kind: Kind) => void }) {
  const kinds: [Kind, string][] = [
    ["scans", t`扫描记录`],
    ["bill", t`总部账单`],
    ["cases", t`工作项清单`],
    ["open_list", t`总部未结清单`],
  ];
  return (
    <div className="sd-seg" role="radiogroup" aria-label={t`读什么`}>
      {kinds.map(([each, label]) => (
        <label key={each}>
          <input
            type="radio"
            name="import-kind"
            checked={kind === each}
            onChange={() => onChange(each)}
            data-testid={`import-kind-${each}`}
          />
          {label}
        </label>
      ))}
    </div>
  );
}

interface Given {
  kind: Kind;
  file: File;
  isStrict: boolean;
  options: Record<string, string>;
}

function useUpload() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [sent, setSent] = useState<{ bytes: number; total: number } | null>(null);
  const sending = useMutation({
    mutationFn: async ({ kind, file, isStrict, options }: Given) => {
      const progress = (bytes: number, total: number) => setSent({ bytes, total });
      if (kind === "scans") {
        return (await startImport(kind, file, isStrict, progress)).id;
      }
      return (await startDraft(kind, file, options, progress)).batch.id;
    },
    onSuccess: (batchId) => {
      queries.invalidateQueries({ queryKey: ["imports"] });
      navigate({ to: "/imports/{-$batchId}", params: { batchId } });
    },
    onError: () => setSent(null),
  });
  return { sending, sent };
}

export function UploadForm() {
  const [kind, setKind] = useState<Kind>("scans");
  const [file, setFile] = useState<File | null>(null);
  const [isStrict, setStrict] = useState(false);
  const list = useListOptions();
  const { sending, sent } = useUpload();
  const fixed = FIXED[kind];
  return (
    <form
      className="im-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (file) sending.mutate({ kind, file, isStrict, options: list.of(kind) });
      }}
    >
      <h2>
        <Trans>导入文件</Trans>
      </h2>
      <KindChoice kind={kind} onChange={setKind} />
      {!fixed && <ListOptions list={list} isOfCases={kind !== "bill"} />}
      <DropField file={file} onFile={setFile} />
      {fixed ? (
        <>
          <p className="sd-label im-header">{fixed}</p>
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
        </>
      ) : (
        <p className="sd-label">
          <Trans>表头在哪一行、哪一列是什么，下一步指给它看；指过一次，下次自己认得。</Trans>
        </p>
      )}
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
          {fixed ? <Trans>开始导入</Trans> : <Trans>下一步：对列</Trans>}
        </button>
      </div>
      {fixed && (
        <p className="sd-label">
          <Trans>同一个文件再导一次不会改变任何东西；读不了的行会留下原因，改好可以再送。</Trans>
        </p>
      )}
    </form>
  );
}
