import { t } from "@lingui/core/macro";
import { Plural, Trans } from "@lingui/react/macro";
import type { ColumnMapping, ListField, Preview } from "@/api/mappings";
import { localised } from "@/shared/i18n/locale";
import { formatYuan } from "@/shared/money/money";

interface PreviewTableProps {
  preview: Preview;
  fields: ListField[];
  mapping: ColumnMapping;
}

/** What the chosen columns make of the file: sums over all of it, and its first rows. */
export function PreviewTable({ preview, fields, mapping }: PreviewTableProps) {
  const shown = fields.filter((field) => mapping.columns[field.code]);
  return (
    <section aria-label={t`读出来是这样`}>
      <h3 className="im-preview-head">
        <Trans>读出来是这样</Trans>
        <span className="sd-muted">
          <Plural value={preview.rows} other="# 行" />
          {preview.refused > 0 && t` · 缺内容 ${preview.refused} 行`}
          {preview.totals.length > 0 && t` · 合计行 ${preview.totals.length} 行不取`}
          {Object.entries(preview.sums_fen).map(
            ([code, fen]) =>
              ` · ${localised(
                fields.find((field) => field.code === code)?.zh ?? code,
                fields.find((field) => field.code === code)?.en ?? code,
              )} ${formatYuan(fen)}`,
          )}
        </span>
      </h3>
      <div className="im-scroll">
        <table className="sd-table" data-testid="mapping-preview">
          <thead>
            <tr>
              <th className="sd-num">{t`行`}</th>
              {shown.map((field) => (
                <th key={field.code}>{localised(field.zh, field.en)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {preview.first.map((row) => (
              <tr key={row.row}>
                <td className="sd-num">{row.row}</td>
                {shown.map((field) => (
                  <td
                    key={field.code}
                    className={row.refused && row.column === field.code ? "sd-over" : undefined}
                  >
                    {row.values[field.code] ||
                      (row.refused && row.column === field.code ? t`缺` : "")}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
