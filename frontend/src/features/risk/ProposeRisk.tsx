import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Case } from "@/api/cases";
import { proposeCaseRisk, type RiskMatch } from "@/api/risk";
import { ChoiceField, TextField } from "@/shared/forms/TextField";
import { Dialog } from "@/shared/ui/Dialog";
import { notify } from "@/shared/ui/notices";
import { errorText } from "@/shared/ui/States";
import { contactWord, matchWord, RISK_CATEGORIES, riskWord } from "@/shared/words/people";

const MATCHES: RiskMatch[] = ["phone", "name_address", "address"];

/** Puts a contact of the case forward for the register, without reading it out. */
export function ProposeRisk({ item, onClose }: { item: Case; onClose: () => void }) {
  const queries = useQueryClient();
  const [role, setRole] = useState<string>(item.contacts[0]?.role ?? "recipient");
  const [match, setMatch] = useState<string>("phone");
  const [category, setCategory] = useState("signed_not_received");
  const [courier, setCourier] = useState("");
  const [agent, setAgent] = useState("");
  const saving = useMutation({
    mutationFn: () =>
      proposeCaseRisk(item.id, {
        role,
        match_by: match as RiskMatch,
        category,
        courier_instruction: courier,
        agent_instruction: agent,
      }),
    onSuccess: (after) => {
      queries.setQueryData(["case", item.id], after);
      queries.invalidateQueries({ queryKey: ["risk"] });
      notify(t`已提议，等组长确认`);
      onClose();
    },
  });
  return (
    <Dialog title={t`提议列入风险档案`} isOpen onClose={onClose} testId="risk-dialog">
      <form
        className="sd-form"
        onSubmit={(event) => {
          event.preventDefault();
          saving.mutate();
        }}
      >
        <div className="sd-form-row">
          <ChoiceField
            id="risk-role"
            label={t`谁`}
            value={role}
            choices={item.contacts.map((each) => each.role)}
            word={contactWord}
            onChange={setRole}
          />
          <ChoiceField
            id="risk-match"
            label={t`怎样认出`}
            value={match}
            choices={MATCHES}
            word={matchWord}
            onChange={setMatch}
          />
        </div>
        <ChoiceField
          id="risk-category"
          label={t`什么情况`}
          value={category}
          choices={RISK_CATEGORIES}
          word={riskWord}
          onChange={setCategory}
        />
        <TextField
          id="risk-courier"
          label={t`业务员怎么做`}
          value={courier}
          onChange={setCourier}
          placeholder={t`先电联并录音；不入柜；拍门牌`}
          isLong
          isRequired
          maxLength={500}
        />
        <TextField
          id="risk-agent"
          label={t`坐席怎么做`}
          value={agent}
          onChange={setAgent}
          isLong
          maxLength={500}
        />
        {saving.isError && <p className="sd-field-error">{errorText(saving.error)}</p>}
        <div className="sd-form-foot">
          <button
            type="submit"
            className="sd-btn"
            data-variant="primary"
            disabled={saving.isPending}
            data-testid="risk-save"
          >
            <Trans>提议</Trans>
          </button>
        </div>
      </form>
    </Dialog>
  );
}
