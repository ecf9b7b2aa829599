import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { importRules, type RulesPreview, type RuleVersion } from "@/api/policies";
import { fullDay } from "@/shared/time/time";
import { Dialog } from "@/shared/ui/Dialog";
import { notify } from "@/shared/ui/notices";
import { errorText } from "@/shared/ui/States";
import { scopeWord } from "./words";

const COLUMNS = "代码, 承运商, 生效日期, 失效日期, 标题, 正文, 来源, 参数名, 参数值";

function Versions({ versions }: { versions: RuleVersion[] }) {
  return (
    <table className="sd-table">
      <thead>
        <tr>
          <th scope="col">{t`制度`}</th>
          <th scope="col">{t`快递公司`}</th>
          <th scope="col">{t`起`}</th>
          <th scope="col">{t`止`}</th>
          <th scope="col" className="sd-num">{t`参数`}</th>
          <th scope="col" className="sd-num">{t`行`}</th>
        </tr>
      </thead>
      <tbody>
        {versions.map((version) => (
          <tr key={version.rows.join()} data-testid="rules-version">
            <td>
              <b>{version.title}</b> <span className="sd-muted">{version.code}</span>
            </td>
            <td>{scopeWord(version.carrier)}</td>
            <td>{fullDay(version.effective_from)}</td>
            <td>{version.effective_to ? fullDay(version.effective_to) : "—"}</td>
            <td className="sd-num">{Object.keys(version.parameters).length}</td>
            <td className="sd-num">{version.rows[0]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Refusals({ preview }: { preview: RulesPreview }) {
  return (
    <section>
      <p className="sd-field-error">
        <Trans>{preview.refusals.length} 处要改；改好之前一条也不录入。</Trans>
      </p>
      <ul>
        {preview.refusals.map((each) => (
          <li key={`${each.row} ${each.column} ${each.reason}`} data-testid="rules-refusal">
            <Trans>第 {each.row} 行</Trans> {each.column} <b>{each.value}</b> {each.reason}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The firm's own rules out of a spreadsheet: shown first, entered whole or not at all. */
export function RulesImport() {
  const queries = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const reading = useMutation({ mutationFn: (chosen: File) => importRules(chosen, false) });
  const entering = useMutation({
    mutationFn: (chosen: File) => importRules(chosen, true),
    onSuccess: (entered) => {
      queries.invalidateQueries({ queryKey: ["policies"] });
      notify(t`已录入 ${entered.versions.length} 个版本`);
      setFile(null);
    },
  });
  const preview = reading.data;
  const error = entering.error ?? reading.error;
  return (
    <>
      <button
        type="button"
        className="sd-btn"
        title={t`首行写列名：${COLUMNS}`}
        onClick={() => input.current?.click()}
        disabled={reading.isPending}
      >
        <Trans>从表格导入</Trans>
      </button>
      <input
        ref={input}
        type="file"
        accept=".csv,.xlsx"
        hidden
        aria-label={t`从表格导入`}
        onChange={(event) => {
          const chosen = event.target.files?.[0];
          event.target.value = "";
          if (!chosen) return;
          setFile(chosen);
          entering.reset();
          reading.mutate(chosen);
        }}
        data-testid="rules-file"
      />
      <Dialog
        title={file?.name ?? ""}
        isOpen={file !== null && !reading.isPending}
        onClose={() => setFile(null)}
        size="wide"
        testId="rules-preview"
      >
        <div className="sd-form">
          {error && (
            <>
              <p className="sd-field-error">{errorText(error)}</p>
              <p className="sd-muted">
                <Trans>首行写列名：{COLUMNS}</Trans>
              </p>
            </>
          )}
          {preview && preview.refusals.length > 0 && <Refusals preview={preview} />}
          {preview && preview.versions.length > 0 && <Versions versions={preview.versions} />}
          {file && preview && preview.refusals.length === 0 && (
            <div className="sd-form-foot">
              <button
                type="button"
                className="sd-btn"
                data-variant="primary"
                disabled={entering.isPending}
                onClick={() => entering.mutate(file)}
                data-testid="rules-enter"
              >
                <Trans>全部录入</Trans>
              </button>
            </div>
          )}
        </div>
      </Dialog>
    </>
  );
}
