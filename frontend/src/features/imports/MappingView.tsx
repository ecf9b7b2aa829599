import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import {
  type ColumnMapping,
  type ColumnUse,
  type Draft,
  discardDraft,
  importDraft,
  previewDraft,
  readDraft,
} from "@/api/mappings";
import { ErrorState, errorText, LoadingState } from "@/shared/ui/States";
import { FieldRow } from "./FieldRow";
import { Heading } from "./Heading";
import { PreviewTable } from "./PreviewTable";
import "./mapping.css";

function isUsed(use: ColumnUse | undefined): boolean {
  return Boolean(use?.column || use?.constant);
}

function useStart(draft: Draft) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const again = () => {
    queries.invalidateQueries({ queryKey: ["imports"] });
    queries.invalidateQueries({ queryKey: ["import", draft.batch.id] });
  };
  const start = useMutation({
    mutationFn: (given: { mapping: ColumnMapping; saveAs: string; isStrict: boolean }) =>
      importDraft(draft.batch.id, {
        mapping: given.mapping,
        save_as: given.saveAs.trim() || null,
        is_strict: given.isStrict,
      }),
    onSuccess: again,
  });
  const discard = useMutation({
    mutationFn: () => discardDraft(draft.batch.id),
    onSuccess: () => {
      again();
      navigate({ to: "/imports/{-$batchId}", params: { batchId: undefined } });
    },
  });
  return { start, discard };
}

function Chooser({ draft }: { draft: Draft }) {
  const [mapping, setMapping] = useState<ColumnMapping>(draft.mapping);
  const [saveAs, setSaveAs] = useState(draft.recognised ? "" : draft.batch.file_name.split(".")[0]);
  const [isStrict, setStrict] = useState(false);
  const { start, discard } = useStart(draft);
  const missing = draft.fields.filter(
    (field) => field.is_required && !isUsed(mapping.columns[field.code]),
  );
  const preview = useQuery({
    queryKey: ["draft-preview", draft.batch.id, mapping],
    queryFn: () => previewDraft(draft.batch.id, mapping),
    enabled: missing.length === 0 && Boolean(mapping.header_row),
    placeholderData: (before) => before,
  });
  const columns = preview.data?.columns ?? draft.columns.map((each) => each.name);
  const use = (code: string, value: ColumnUse) =>
    setMapping({ ...mapping, columns: { ...mapping.columns, [code]: value } });
  const names = missing.map((field) => field.zh).join("、");
  return (
    <>
      <Heading
        head={draft.head}
        row={mapping.header_row ?? draft.header_row}
        rows={mapping.header_rows ?? draft.header_rows ?? 1}
        onPoint={(header_row, header_rows) => setMapping({ ...mapping, header_row, header_rows })}
      />
      <table className="sd-table im-fields" data-testid="mapping-fields">
        <thead>
          <tr>
            <th>{t`要什么`}</th>
            <th>{t`取自哪一列`}</th>
            <th>{t`列里写的`}</th>
          </tr>
        </thead>
        <tbody>
          {draft.fields.map((field) => (
            <FieldRow
              key={field.code}
              field={field}
              use={mapping.columns[field.code] ?? {}}
              columns={columns}
              samples={draft.columns}
              onUse={(value) => use(field.code, value)}
            />
          ))}
        </tbody>
      </table>
      {missing.length > 0 && <p className="ns-hint">{t`还要指明：${names}`}</p>}
      {preview.isError && (
        <p className="sd-field-error" role="alert">
          {errorText(preview.error)}
        </p>
      )}
      {preview.data && missing.length === 0 && (
        <PreviewTable preview={preview.data} fields={draft.fields} mapping={mapping} />
      )}
      <form
        className="im-start"
        onSubmit={(event) => {
          event.preventDefault();
          start.mutate({ mapping, saveAs: saveAs ?? "", isStrict });
        }}
      >
        <label>
          <span>{t`记住这种表，叫它`}</span>
          <input
            className="sd-input"
            value={saveAs}
            placeholder={draft.recognised ? t`不另存` : ""}
            onChange={(event) => setSaveAs(event.target.value)}
            data-testid="mapping-name"
          />
        </label>
        <label className="im-strict">
          <input
            type="checkbox"
            checked={isStrict}
            onChange={(event) => setStrict(event.target.checked)}
          />
          <span>
            <Trans>全有或全无</Trans>
          </span>
        </label>
        <button
          type="submit"
          className="sd-btn"
          data-variant="primary"
          disabled={missing.length > 0 || preview.isError || start.isPending}
          data-testid="mapping-start"
        >
          <Trans>开始导入</Trans>
        </button>
        <button type="button" className="sd-btn" onClick={() => discard.mutate()}>
          <Trans>不要了</Trans>
        </button>
        {start.isError && (
          <p className="sd-field-error" role="alert">
            {errorText(start.error)}
          </p>
        )}
      </form>
    </>
  );
}

/** A list that waits: its columns are pointed at, with what comes of it beside. */
export function MappingView({ batchId }: { batchId: string }) {
  const query = useQuery({ queryKey: ["draft", batchId], queryFn: () => readDraft(batchId) });
  if (query.isPending) return <LoadingState label={t`正在读取…`} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  const draft = query.data;
  const known = draft.recognised;
  return (
    <article className="im-batch" data-testid="mapping">
      <header>
        <h2>{draft.batch.file_name}</h2>
        <span className="sd-muted">
          {known ? (
            <Trans>
              认得这种表：{known.name} v{known.version}，{known.created_by_name} 对的列
            </Trans>
          ) : (
            <Trans>第一次见这种表，请对一下列</Trans>
          )}
        </span>
      </header>
      <Chooser key={batchId} draft={draft} />
    </article>
  );
}
