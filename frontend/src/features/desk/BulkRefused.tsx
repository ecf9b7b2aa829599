import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Dialog } from "@/shared/ui/Dialog";
import { Waybill } from "@/shared/waybill/Waybill";
import type { useBulk } from "./useBulk";
import { refusalOf } from "./useUndo";

interface BulkRefusedProps {
  bulk: ReturnType<typeof useBulk>;
  onOpen: (id: string) => void;
}

/** What could not be done, row by row, and once more for those where it may work now. */
export function BulkRefused({ bulk, onOpen }: BulkRefusedProps) {
  const { refused, forget, run } = bulk;
  if (!refused) return null;
  const { order, told } = refused;
  const items = told.items.filter((item) => !item.is_done);
  const again = () => {
    const ids = new Set(items.map((item) => item.id));
    const version = new Map(items.map((item) => [item.id, item.version]));
    forget();
    run({
      ...order,
      rows: order.rows
        .filter((row) => ids.has(row.id))
        .map((row) => ({ ...row, version: version.get(row.id) ?? row.version })),
    });
  };
  const { word } = order;
  const count = items.length;
  return (
    <Dialog
      title={t`${word}：${count} 件没有做成`}
      isOpen
      onClose={forget}
      size="wide"
      testId="bulk-refused"
    >
      <div className="bk-list">
        <table className="sd-table">
          <thead>
            <tr>
              <th>{t`工作项`}</th>
              <th>{t`运单号`}</th>
              <th>{t`原因`}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <tr key={item.id}>
                <td>
                  <button
                    type="button"
                    className="sd-btn"
                    data-variant="link"
                    onClick={() => {
                      forget();
                      onOpen(item.id);
                    }}
                  >
                    {item.number || "—"}
                  </button>
                </td>
                <td>
                  <Waybill value={item.waybill} />
                </td>
                <td>{refusalOf(item)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="sd-form-foot">
        <button type="button" className="sd-btn" onClick={again} data-testid="bulk-again">
          <Trans>按最新的再试一次</Trans>
        </button>
        <button type="button" className="sd-btn" data-variant="link" onClick={forget}>
          <Trans>知道了</Trans>
        </button>
      </div>
    </Dialog>
  );
}
