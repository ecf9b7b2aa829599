import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { listFineCodes, setFineCode } from "@/api/rules";
import { localised } from "@/shared/i18n/locale";
import { formatYuan } from "@/shared/money/money";
import { carrierWord } from "@/shared/words/words";

/** What the carriers' item codes are about: rules ask for the category. */
export function FineCodeTable({ mayEdit }: { mayEdit: boolean }) {
  const queries = useQueryClient();
  const query = useQuery({ queryKey: ["fine-codes"], queryFn: listFineCodes });
  const change = useMutation({
    mutationFn: (given: { carrier: string; code: string; category: string; name: string }) =>
      setFineCode(given.carrier, given.code, given.category, given.name),
    onSettled: () => queries.invalidateQueries({ queryKey: ["fine-codes"] }),
  });
  const items = query.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section>
      <h3>
        <Trans>总部项目编码属于哪一类</Trans>
      </h3>
      <table className="sd-table" data-testid="fine-codes">
        <thead>
          <tr>
            <th>{t`快递公司`}</th>
            <th>{t`编码`}</th>
            <th>{t`名称`}</th>
            <th className="sd-num">{t`笔数`}</th>
            <th className="sd-num">{t`金额`}</th>
            <th>{t`类别`}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((each) => (
            <tr key={each.carrier + each.code}>
              <td>{carrierWord(each.carrier)}</td>
              <td>{each.code}</td>
              <td>{each.name}</td>
              <td className="sd-num">{each.fines}</td>
              <td className="sd-num">{formatYuan(each.amount_fen)}</td>
              <td>
                <select
                  className="sd-input"
                  aria-label={t`${each.code} 的类别`}
                  value={each.category}
                  disabled={!mayEdit}
                  onChange={(event) => change.mutate({ ...each, category: event.target.value })}
                >
                  {query.data?.categories.map((category) => (
                    <option key={category.code} value={category.code}>
                      {localised(category.zh, category.en)}
                    </option>
                  ))}
                </select>
                {!each.is_own && <span className="sd-muted"> {t`示例或猜的`}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
