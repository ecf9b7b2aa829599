import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import {
  type Customer,
  type CustomerDraft,
  type CustomerInFull,
  changeCustomer,
  createCustomer,
} from "@/api/people";
import { ChoiceField, TextField } from "@/shared/forms/TextField";
import { Dialog } from "@/shared/ui/Dialog";
import { notify } from "@/shared/ui/notices";
import { errorText } from "@/shared/ui/States";
import { customerRoleWord, tierWord } from "@/shared/words/people";

const words = (text: string) =>
  text
    .split(/[,，、;；\n]+/)
    .map((word) => word.trim())
    .filter(Boolean);

interface Draft {
  name: string;
  phones: string;
  address: string;
  role: string;
  tier: string;
  habits: string;
  terms: string;
  notes: string;
  stations: string;
}

interface PartProps {
  draft: Draft;
  change: (change: Partial<Draft>) => void;
}

function draftOf(customer: Customer | null, full: CustomerInFull | null): Draft {
  return {
    name: full?.name ?? "",
    phones: full?.phones.join("、") ?? "",
    address: full?.address ?? "",
    role: customer?.role ?? "recipient",
    tier: customer?.tier ?? "normal",
    habits: customer?.habits ?? "",
    terms: customer?.compensation_terms ?? "",
    notes: customer?.notes ?? "",
    stations: customer?.stations.join("、") ?? "",
  };
}

function openPart(draft: Draft): Omit<CustomerDraft, "name" | "phones" | "address"> {
  return {
    role: draft.role as CustomerDraft["role"],
    tier: draft.tier as CustomerDraft["tier"],
    habits: draft.habits,
    compensation_terms: draft.terms,
    notes: draft.notes,
    stations: words(draft.stations),
  };
}

function PersonFields({ draft, change }: PartProps) {
  return (
    <>
      <div className="sd-form-row">
        <TextField
          id="customer-name"
          label={t`姓名`}
          value={draft.name}
          onChange={(name) => change({ name })}
          isRequired
          maxLength={80}
        />
        <TextField
          id="customer-phones"
          label={t`电话（几个用顿号隔开）`}
          value={draft.phones}
          onChange={(phones) => change({ phones })}
          isRequired
        />
      </div>
      <TextField
        id="customer-address"
        label={t`地址`}
        value={draft.address}
        onChange={(address) => change({ address })}
      />
    </>
  );
}

function TermFields({ draft, change }: PartProps) {
  const texts: ["habits" | "terms" | "notes" | "stations", string][] = [
    ["habits", t`习惯`],
    ["terms", t`赔付约定`],
    ["notes", t`备注`],
    ["stations", t`网点代码（几个用顿号隔开，留空即全公司）`],
  ];
  return (
    <>
      <div className="sd-form-row">
        <ChoiceField
          id="customer-role"
          label={t`身份`}
          value={draft.role}
          choices={["recipient", "shipper", "both"]}
          word={customerRoleWord}
          onChange={(role) => change({ role })}
        />
        <ChoiceField
          id="customer-tier"
          label={t`等级`}
          value={draft.tier}
          choices={["normal", "vip", "watch"]}
          word={tierWord}
          onChange={(tier) => change({ tier })}
        />
      </div>
      {texts.map(([field, label]) => (
        <TextField
          key={field}
          id={`customer-${field}`}
          label={label}
          value={draft[field]}
          onChange={(value) => change({ [field]: value })}
        />
      ))}
    </>
  );
}

interface CustomerFormProps {
  customer: Customer | null;
  full?: CustomerInFull | null;
  onClose: () => void;
}

/** A file; what is masked can only be changed by whoever has asked to see it. */
export function CustomerForm({ customer, full = null, onClose }: CustomerFormProps) {
  const queries = useQueryClient();
  const isWhole = customer === null || full !== null;
  const [draft, setDraft] = useState(() => draftOf(customer, full));
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const saving = useMutation({
    mutationFn: () => {
      const { name, address } = draft;
      const whole = { ...openPart(draft), name, address, phones: words(draft.phones) };
      if (!customer) return createCustomer(whole);
      return changeCustomer(customer.id, customer.version, isWhole ? whole : openPart(draft));
    },
    onSuccess: (saved) => {
      for (const key of ["customers", "customer", "case"])
        queries.invalidateQueries({ queryKey: [key] });
      notify(t`已保存 ${saved.name}`);
      onClose();
    },
  });
  return (
    <Dialog
      title={customer ? t`改客户档案` : t`建客户档案`}
      isOpen
      onClose={onClose}
      testId="customer-form"
    >
      <form
        className="sd-form"
        onSubmit={(event) => {
          event.preventDefault();
          saving.mutate();
        }}
      >
        {isWhole ? (
          <PersonFields draft={draft} change={change} />
        ) : (
          <p className="sd-muted">{t`要改姓名、电话、地址，先看全文。`}</p>
        )}
        <TermFields draft={draft} change={change} />
        {saving.isError && <p className="sd-field-error">{errorText(saving.error)}</p>}
        <div className="sd-form-foot">
          <button
            type="submit"
            className="sd-btn"
            data-variant="primary"
            disabled={saving.isPending}
            data-testid="customer-save"
          >
            <Trans>保存</Trans>
          </button>
        </div>
      </form>
    </Dialog>
  );
}
