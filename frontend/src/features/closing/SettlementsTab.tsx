import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { listSettlements, type Month, paySettlement, type Settlement } from "@/api/closing";
import { TextField } from "@/shared/forms/TextField";
import { MoreButton } from "@/shared/lists/MoreButton";
import { usePaged } from "@/shared/lists/usePaged";
import { formatPlain, formatYuan } from "@/shared/money/money";
import { localInput } from "@/shared/time/time";
import { Dialog } from "@/shared/ui/Dialog";
import { EmptyState, ErrorState, errorText, LoadingState } from "@/shared/ui/States";
import { settlementStateWord } from "./words";

interface PayProps {
  month: string;
  settlement: Settlement;
  onClose: () => void;
}

function PayDialog({ month, settlement, onClose }: PayProps) {
  const queries = useQueryClient();
  const [day, setDay] = useState(localInput(Date.now()).slice(0, 10));
  const [reference, setReference] = useState("");
  const pay = useMutation({
    mutationFn: () =>
      paySettlement(month, settlement.station_id, { paid_on: day, reference: reference.trim() }),
    onSuccess: () => {
      queries.invalidateQueries({ queryKey: ["month-settlements", month] });
      onClose();
    },
  });
  const { payable_fen: payable, station_name: name } = settlement;
  const amount = formatYuan(Math.abs(payable));
  return (
    <Dialog title={t`登记结算 ${name}`} isOpen onClose={onClose} testId="pay-settlement">
      <form
        className="sd-form"
        onSubmit={(event) => {
          event.preventDefault();
          pay.mutate();
        }}
      >
        <p>{payable > 0 ? t`公司付给网点 ${amount}` : t`网点付给公司 ${amount}`}</p>
        <TextField
          id="paid-on"
          label={t`付款日`}
          type="date"
          value={day}
          onChange={setDay}
          isRequired
        />
        <TextField
          id="pay-reference"
          label={t`银行流水号或收据号`}
          value={reference}
          onChange={setReference}
          isRequired
          maxLength={200}
        />
        {pay.isError && <p className="sd-field-error">{errorText(pay.error)}</p>}
        <p className="sd-form-foot">
          <button
            type="submit"
            className="sd-btn"
            data-variant="primary"
            disabled={pay.isPending || !reference.trim()}
          >
            <Trans>登记已付</Trans>
          </button>
        </p>
      </form>
    </Dialog>
  );
}

function Row({ settlement, onPay }: { settlement: Settlement; onPay: () => void }) {
  const { paid_on: day, reference, recorded_by_name: by } = settlement;
  return (
    <tr>
      <th scope="row">
        {settlement.station_name} <span className="sd-muted">{settlement.station_code}</span>
      </th>
      <td className="sd-num">{formatPlain(settlement.credit_fen)}</td>
      <td className="sd-num">{formatPlain(settlement.fee_fen)}</td>
      <td className="sd-num">{formatPlain(settlement.unattributed_fen)}</td>
      <td className="sd-num">{formatPlain(settlement.frozen_fen)}</td>
      <td className="sd-num">{formatPlain(settlement.paid_since_fen)}</td>
      <td className="sd-num">
        <b>{formatPlain(settlement.payable_fen)}</b>
      </td>
      <td>
        {settlementStateWord(settlement.state)}
        {day && (
          <span className="sd-muted">
            {" "}
            {day} {reference} {by}
          </span>
        )}
      </td>
      <td>
        {settlement.state === "open" && (
          <button type="button" className="sd-btn" data-variant="link" onClick={onPay}>
            <Trans>登记已付</Trans>
          </button>
        )}
      </td>
    </tr>
  );
}

/** What a closed month left payable to each station, or by it; recorded once it is paid. */
export function SettlementsTab({ month }: { month: Month }) {
  const [paying, setPaying] = useState<Settlement | null>(null);
  const { query, rows } = usePaged(["month-settlements", month.period, month.state], (cursor) =>
    listSettlements(month.period, cursor),
  );
  if (query.isPending) return <LoadingState />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  if (rows.length === 0)
    return (
      <EmptyState title={month.state === "done" ? t`没有要结算的` : t`结账后才知道应付多少`}>
        {t`应付 = 网点贷方余额（已减服务费）− 未定责 − 有异议冻结 − 之后已付。负数由网点付给公司。`}
      </EmptyState>
    );
  return (
    <>
      <p className="sd-muted">
        <Trans>应付 = 余额（已减服务费）− 未定责 − 冻结 − 之后已付。负数由网点付给公司。</Trans>
      </p>
      <div className="cl-scroll">
        <table className="sd-table" data-testid="settlements">
          <thead>
            <tr>
              <th scope="col">{t`网点`}</th>
              <th scope="col" className="sd-num">{t`余额`}</th>
              <th scope="col" className="sd-num">{t`其中服务费`}</th>
              <th scope="col" className="sd-num">{t`未定责`}</th>
              <th scope="col" className="sd-num">{t`冻结`}</th>
              <th scope="col" className="sd-num">{t`之后已付`}</th>
              <th scope="col" className="sd-num">{t`应付`}</th>
              <th scope="col">{t`状态`}</th>
              <th scope="col">{t`操作`}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((each) => (
              <Row key={each.station_id} settlement={each} onPay={() => setPaying(each)} />
            ))}
          </tbody>
        </table>
      </div>
      <MoreButton query={query} />
      {paying && (
        <PayDialog month={month.period} settlement={paying} onClose={() => setPaying(null)} />
      )}
    </>
  );
}
