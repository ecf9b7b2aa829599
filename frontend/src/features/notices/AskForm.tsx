import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Case } from "@/api/cases";
import { type CaseLink, makeLink } from "@/api/notices";
import { errorText } from "@/shared/ui/States";

/** A question that goes out without the case being handed over. */
export function AskForm({ item, onDone }: { item: Case; onDone: () => void }) {
  const queries = useQueryClient();
  const known = typeof item.details.courier === "string" ? item.details.courier : "";
  const [party, setParty] = useState<CaseLink["party"]>("courier");
  const [name, setName] = useState(known);
  const [question, setQuestion] = useState("");
  const making = useMutation({
    mutationFn: () => makeLink(item.id, party, party === "courier" ? name : "", question),
    onSuccess: () => {
      queries.invalidateQueries({ queryKey: ["case", item.id] });
      onDone();
    },
  });
  const parties: [CaseLink["party"], string][] = [
    ["courier", t`业务员`],
    ["station", t`网点`],
  ];
  return (
    <form
      className="ca-form"
      onSubmit={(event) => {
        event.preventDefault();
        making.mutate();
      }}
    >
      <div className="sd-seg" role="radiogroup" aria-label={t`催谁`}>
        {parties.map(([each, label]) => (
          <label key={each}>
            <input
              type="radio"
              name="ask-party"
              checked={party === each}
              onChange={() => setParty(each)}
            />
            {label}
          </label>
        ))}
      </div>
      {party === "courier" && (
        <input
          className="sd-input"
          required
          aria-label={t`业务员姓名`}
          placeholder={t`业务员姓名`}
          value={name}
          onChange={(event) => setName(event.target.value)}
          data-testid="ask-name"
        />
      )}
      <input
        className="sd-input ca-question"
        aria-label={t`问什么`}
        placeholder={t`问什么（不填就问现在什么情况）`}
        value={question}
        onChange={(event) => setQuestion(event.target.value)}
        data-testid="ask-question"
      />
      <button
        type="submit"
        className="sd-btn"
        data-variant="primary"
        disabled={making.isPending}
        data-testid="ask-make"
      >
        <Trans>生成链接</Trans>
      </button>
      {making.isError && (
        <p className="sd-field-error" role="alert">
          {errorText(making.error)}
        </p>
      )}
    </form>
  );
}
