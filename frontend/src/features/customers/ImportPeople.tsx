import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { importPeople } from "@/api/people";
import { readersHalf } from "@/shared/i18n/locale";
import { Dialog } from "@/shared/ui/Dialog";
import { errorText } from "@/shared/ui/States";

const COLUMNS = {
  customers: "姓名, 电话, 身份, 等级, 地址, 习惯, 赔付约定, 备注, 网点",
  couriers: "网点, 工号, 姓名, 电话, 区域, 开始日期, 结束日期",
};

/** Takes a spreadsheet; ends with what was taken and each row that was not. */
export function ImportPeople({ what }: { what: "customers" | "couriers" }) {
  const queries = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const taking = useMutation({
    mutationFn: (file: File) => importPeople(what, file),
    onSuccess: () => queries.invalidateQueries({ queryKey: [what] }),
  });
  const report = taking.data;
  const columns = COLUMNS[what];
  return (
    <>
      <button
        type="button"
        className="sd-btn"
        onClick={() => input.current?.click()}
        disabled={taking.isPending}
        title={t`首行写列名：${columns}`}
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
          const file = event.target.files?.[0];
          if (file) taking.mutate(file);
          event.target.value = "";
        }}
        data-testid={`import-${what}`}
      />
      <Dialog
        title={t`导入结果`}
        isOpen={taking.isSuccess || taking.isError}
        onClose={() => taking.reset()}
        testId="import-report"
      >
        {taking.isError && (
          <>
            <p className="sd-field-error">{errorText(taking.error)}</p>
            <p className="sd-muted">
              <Trans>首行写列名：{columns}</Trans>
            </p>
          </>
        )}
        {report && (
          <div className="sd-form">
            <p>
              <Trans>
                共 {report.rows} 行，收下 {report.accepted} 行，拒收 {report.refused.length} 行。
              </Trans>
            </p>
            <ul className="cs-refused">
              {report.refused.map((row) => (
                <li key={row.row}>
                  <Trans>第 {row.row} 行</Trans> {readersHalf(row.reason)}
                </li>
              ))}
            </ul>
          </div>
        )}
      </Dialog>
    </>
  );
}
