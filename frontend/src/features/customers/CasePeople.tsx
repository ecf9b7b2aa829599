import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import type { Case } from "@/api/cases";
import { type Contact, type ContactDraft, type Customer, revealContact } from "@/api/people";
import { Tellable } from "@/shared/ui/Tellable";
import { contactWord, tierWord } from "@/shared/words/people";
import { ContactsDialog } from "./ContactsDialog";
import { RevealDialog } from "./RevealDialog";
import "./people-panel.css";

function ContactLine({ item, contact }: { item: Case; contact: Contact }) {
  const [full, setFull] = useState<ContactDraft | null>(null);
  const [isAsking, setAsking] = useState(false);
  const shown = full ?? contact;
  return (
    <li data-testid={`contact-${contact.role}`}>
      <span className="cu-role">{contactWord(contact.role)}</span>
      <span className="cu-who">
        <b>{shown.name || t`未填姓名`}</b> {shown.phone}
        {shown.address && <span> · {shown.address}</span>}{" "}
        <Tellable may={!full && contact.may_be_told} />
        {contact.from_case_id && (
          <span className="sd-muted">
            {" "}
            <Trans>同运单其他工作项所记</Trans>
          </span>
        )}
      </span>
      <button
        type="button"
        className="sd-btn"
        data-variant="link"
        onClick={() => (full ? setFull(null) : setAsking(true))}
        data-testid={`reveal-${contact.role}`}
      >
        {full ? <Trans>收起</Trans> : <Trans>看全文</Trans>}
      </button>
      <RevealDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        reveal={(reason) => revealContact(item.id, contact.role, reason)}
        onRevealed={setFull}
      />
    </li>
  );
}

function CustomerLine({ customer }: { customer: Customer }) {
  const facts = [customer.habits, customer.compensation_terms].filter(Boolean).join("；");
  return (
    <li data-testid="case-customer">
      <span className="cu-role">{t`客户档案`}</span>
      <span className="cu-who">
        <span className="sd-chip" data-tier={customer.tier}>
          {tierWord(customer.tier)}
        </span>{" "}
        <b>{customer.name}</b> {facts || <span className="sd-muted">{t`没有特别约定`}</span>}{" "}
        <Tellable may={false} />
      </span>
      <Link
        to="/customers/{-$tab}"
        params={{ tab: "files" }}
        search={{ customer: customer.id }}
        className="sd-btn"
        data-variant="link"
      >
        <Trans>打开</Trans>
      </Link>
    </li>
  );
}

/** Whom the case is about, masked, and what of it a caller may hear. */
export function CasePeople({ item, aside }: { item: Case; aside?: ReactNode }) {
  const [isEditing, setEditing] = useState(false);
  const station = item.station_public;
  const publicFacts = [station.phone, station.address].filter(Boolean).join(" · ");
  return (
    <section className="cp-section cu-panel" aria-label={t`联系人`}>
      <ul>
        {item.contacts.map((contact) => (
          <ContactLine key={`${item.id}-${contact.role}`} item={item} contact={contact} />
        ))}
        {item.customers.map((customer) => (
          <CustomerLine key={customer.id} customer={customer} />
        ))}
        {publicFacts && (
          <li>
            <span className="cu-role">{t`网点`}</span>
            <span className="cu-who">
              {publicFacts} <Tellable may={station.may_be_told} />
            </span>
          </li>
        )}
      </ul>
      <div className="cu-foot">
        <span className="sd-muted">
          {item.contacts.length === 0 ? (
            <Trans>还没有联系人</Trans>
          ) : (
            <Trans>他人资料、内部规定、员工电话一律不说</Trans>
          )}
        </span>
        <span className="cu-quick">
          {aside}
          {!item.closed_at && (
            <button
              type="button"
              className="sd-btn"
              data-variant="link"
              onClick={() => setEditing(true)}
              data-testid="contacts-edit"
            >
              <Trans>填联系人</Trans>
            </button>
          )}
        </span>
      </div>
      {isEditing && <ContactsDialog item={item} onClose={() => setEditing(false)} />}
    </section>
  );
}
