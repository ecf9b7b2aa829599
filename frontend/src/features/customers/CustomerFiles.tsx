import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { type Customer, listCustomers } from "@/api/people";
import { MoreButton } from "@/shared/lists/MoreButton";
import { usePaged } from "@/shared/lists/usePaged";
import { EmptyState, ErrorState, LoadingState } from "@/shared/ui/States";
import { customerRoleWord, tierWord } from "@/shared/words/people";
import { CustomerForm } from "./CustomerForm";
import { CustomerPane } from "./CustomerPane";
import { ImportPeople } from "./ImportPeople";

const TIERS = ["", "vip", "watch", "normal"];

function Row({ customer, onOpen }: { customer: Customer; onOpen: () => void }) {
  return (
    <tr data-testid="customer-row">
      <td>
        <button type="button" className="sd-btn" data-variant="link" onClick={onOpen}>
          {customer.name}
        </button>
      </td>
      <td>{customer.phones.join(t`、`)}</td>
      <td>
        {tierWord(customer.tier)} · {customerRoleWord(customer.role)}
      </td>
      <td>{customer.stations.join(t`、`) || t`全公司`}</td>
      <td className="sd-muted">
        {[customer.habits, customer.compensation_terms].filter(Boolean).join("；")}
      </td>
    </tr>
  );
}

export function CustomerFiles({ mayChange }: { mayChange: boolean }) {
  const { customer: openId } = useSearch({ from: "/firm/customers/{-$tab}" });
  const navigate = useNavigate();
  const [words, setWords] = useState("");
  const [tier, setTier] = useState("");
  const [isNew, setNew] = useState(false);
  const { query, rows } = usePaged(["customers", words, tier], (cursor) =>
    listCustomers(words, tier, cursor),
  );
  const open = (id: string | undefined) =>
    navigate({ to: "/customers/{-$tab}", params: { tab: "files" }, search: { customer: id } });
  return (
    <>
      <div className="cs-bar">
        <input
          className="sd-input"
          type="search"
          placeholder={t`姓名，或电话末几位`}
          aria-label={t`查找客户`}
          value={words}
          onChange={(event) => setWords(event.target.value)}
          data-testid="customer-search"
        />
        <select
          className="sd-select"
          aria-label={t`等级`}
          value={tier}
          onChange={(event) => setTier(event.target.value)}
        >
          {TIERS.map((each) => (
            <option key={each} value={each}>
              {each ? tierWord(each) : t`全部等级`}
            </option>
          ))}
        </select>
        {mayChange && (
          <>
            <button
              type="button"
              className="sd-btn"
              data-variant="primary"
              onClick={() => setNew(true)}
              data-testid="customer-new"
            >
              <Trans>建客户档案</Trans>
            </button>
            <ImportPeople what="customers" />
          </>
        )}
      </div>
      {query.isPending && <LoadingState />}
      {query.isError && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {query.isSuccess && rows.length === 0 && (
        <EmptyState title={t`没有这样的客户`}>
          {t`经常寄件、要求特别，或赔付另有约定的，建一份档案；来电和开单时自动认出。`}
        </EmptyState>
      )}
      {rows.length > 0 && (
        <table className="sd-table cs-table">
          <thead>
            <tr>
              <th>{t`姓名`}</th>
              <th>{t`电话`}</th>
              <th>{t`等级`}</th>
              <th>{t`网点`}</th>
              <th>{t`习惯与约定`}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.id} customer={row} onOpen={() => open(row.id)} />
            ))}
          </tbody>
        </table>
      )}
      <MoreButton query={query} />
      {openId && <CustomerPane id={openId} mayChange={mayChange} onClose={() => open(undefined)} />}
      {isNew && <CustomerForm customer={null} onClose={() => setNew(false)} />}
    </>
  );
}
