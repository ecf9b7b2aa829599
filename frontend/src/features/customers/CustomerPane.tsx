import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import {
  type Customer,
  type CustomerInFull,
  customerHistory,
  readCustomer,
  revealCustomer,
} from "@/api/people";
import { dayAndTime } from "@/shared/time/time";
import { Dialog } from "@/shared/ui/Dialog";
import { ErrorState, LoadingState } from "@/shared/ui/States";
import { Waybill } from "@/shared/waybill/Waybill";
import { customerRoleWord, tierWord } from "@/shared/words/people";
import { kindWord } from "@/shared/words/words";
import { CustomerForm } from "./CustomerForm";
import { RevealDialog } from "./RevealDialog";

function History({ id }: { id: string }) {
  const query = useQuery({ queryKey: ["customer-cases", id], queryFn: () => customerHistory(id) });
  const rows = query.data?.items ?? [];
  if (query.isSuccess && rows.length === 0)
    return <p className="sd-muted">{t`这些电话还没有工作项`}</p>;
  return (
    <ul className="cs-history">
      {rows.map((row) => (
        <li key={row.id}>
          <Link to="/desk/{-$caseId}" params={{ caseId: row.id }}>
            {kindWord(row.kind)} {row.number}
          </Link>
          <Waybill value={row.waybill} />
          <span className="sd-muted">
            {row.closed_at ? t`已结 ${dayAndTime(row.closed_at)}` : row.summary}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Facts({ customer, full }: { customer: Customer; full: CustomerInFull | null }) {
  const shown = full ?? customer;
  const lines: [string, string][] = [
    [t`电话`, shown.phones.join(t`、`)],
    [t`地址`, shown.address],
    [t`习惯`, customer.habits],
    [t`赔付约定`, customer.compensation_terms],
    [t`备注`, customer.notes],
    [t`网点`, customer.stations.join(t`、`) || t`全公司`],
  ];
  return (
    <dl className="cs-facts">
      {lines.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value || "—"}</dd>
        </div>
      ))}
    </dl>
  );
}

interface CustomerPaneProps {
  id: string;
  mayChange: boolean;
  onClose: () => void;
}

/** One file: masked until asked for, what was agreed, and the cases of its phones. */
export function CustomerPane({ id, mayChange, onClose }: CustomerPaneProps) {
  const query = useQuery({ queryKey: ["customer", id], queryFn: () => readCustomer(id) });
  const [full, setFull] = useState<CustomerInFull | null>(null);
  const [step, setStep] = useState<"reveal" | "edit" | null>(null);
  const customer = query.data;
  if (step === "edit" && customer) {
    return <CustomerForm customer={customer} full={full} onClose={() => setStep(null)} />;
  }
  if (step === "reveal") {
    return (
      <RevealDialog
        isOpen
        onClose={() => setStep(null)}
        reveal={(reason) => revealCustomer(id, reason)}
        onRevealed={setFull}
      />
    );
  }
  return (
    <Dialog
      title={full?.name ?? customer?.name ?? t`客户档案`}
      isOpen
      onClose={onClose}
      size="wide"
      testId="customer-pane"
    >
      {query.isPending && <LoadingState />}
      {query.isError && <ErrorState error={query.error} />}
      {customer && (
        <div className="sd-form">
          <p>
            <span className="sd-chip">{tierWord(customer.tier)}</span>{" "}
            <span className="sd-muted">{customerRoleWord(customer.role)}</span>
          </p>
          <Facts customer={customer} full={full} />
          <div className="sd-form-foot">
            {!full && (
              <button
                type="button"
                className="sd-btn"
                onClick={() => setStep("reveal")}
                data-testid="customer-reveal"
              >
                <Trans>看全文</Trans>
              </button>
            )}
            {mayChange && (
              <button
                type="button"
                className="sd-btn"
                onClick={() => setStep("edit")}
                data-testid="customer-edit"
              >
                <Trans>改档案</Trans>
              </button>
            )}
          </div>
          <h3 className="sd-label">
            <Trans>往来工作项</Trans>
          </h3>
          <History id={id} />
        </div>
      )}
    </Dialog>
  );
}
