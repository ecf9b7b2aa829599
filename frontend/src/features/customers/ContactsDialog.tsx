import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Case } from "@/api/cases";
import { type ContactDraft, type ContactRole, setContacts } from "@/api/people";
import { TextField } from "@/shared/forms/TextField";
import { Dialog } from "@/shared/ui/Dialog";
import { errorText } from "@/shared/ui/States";
import { contactWord } from "@/shared/words/people";

const ROLES: ContactRole[] = ["recipient", "sender", "caller"];
const blank = (role: ContactRole): ContactDraft => ({ role, name: "", phone: "", address: "" });

/** Who the case is about. What is masked is never put into a field: it is written anew. */
export function ContactsDialog({ item, onClose }: { item: Case; onClose: () => void }) {
  const queries = useQueryClient();
  const [role, setRole] = useState<ContactRole>("recipient");
  const [draft, setDraft] = useState(blank("recipient"));
  const known = item.contacts.find((each) => each.role === role && !each.from_case_id);
  const saving = useMutation({
    mutationFn: () => setContacts(item.id, [{ ...draft, role }]),
    onSuccess: (after) => {
      queries.setQueryData(["case", item.id], after);
      onClose();
    },
  });
  const change = (field: keyof ContactDraft) => (value: string) =>
    setDraft({ ...draft, [field]: value });
  return (
    <Dialog title={t`填写联系人`} isOpen onClose={onClose} testId="contacts-dialog">
      <form
        className="sd-form"
        onSubmit={(event) => {
          event.preventDefault();
          saving.mutate();
        }}
      >
        <div className="sd-seg" role="radiogroup" aria-label={t`联系人身份`}>
          {ROLES.map((each) => (
            <label key={each}>
              <input
                type="radio"
                name="contact-role"
                value={each}
                checked={role === each}
                onChange={() => {
                  setRole(each);
                  setDraft(blank(each));
                }}
              />
              {contactWord(each)}
            </label>
          ))}
        </div>
        {known && (
          <p className="sd-muted">
            <Trans>
              已有 {[known.name, known.phone].join(" ")}；保存后整条替换，全部留空即删除。
            </Trans>
          </p>
        )}
        <div className="sd-form-row">
          <TextField
            id="contact-name"
            label={t`姓名`}
            value={draft.name}
            onChange={change("name")}
            maxLength={80}
          />
          <TextField
            id="contact-phone"
            label={t`电话`}
            value={draft.phone}
            onChange={change("phone")}
            type="tel"
            maxLength={40}
          />
        </div>
        <TextField
          id="contact-address"
          label={t`地址`}
          value={draft.address}
          onChange={change("address")}
          maxLength={200}
        />
        {saving.isError && <p className="sd-field-error">{errorText(saving.error)}</p>}
        <div className="sd-form-foot">
          <button
            type="submit"
            className="sd-btn"
            data-variant="primary"
            disabled={saving.isPending}
            data-testid="contact-save"
          >
            <Trans>保存</Trans>
          </button>
        </div>
      </form>
    </Dialog>
  );
}
