import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useRouteContext } from "@tanstack/react-router";
import { useState } from "react";
import { CAUSES, type Cause } from "@/api/causes";
import type { Fine, SplitPreview } from "@/api/fines";
import { causeWord, statusWord } from "@/shared/words/words";
import { Approving, SentBack, Waiting } from "./Approving";
import { Decide } from "./Decide";
import { Decided } from "./Decided";
import { costOf, Entries, Shares, Steps } from "./SplitParts";

/** Version 0: no rule matched, the default of the cause holds. */
function ruleWord({ rule }: SplitPreview): string {
  return Number(rule.version) === 0 ? rule.name : `${rule.name} v${rule.version}`;
}

interface CausesProps {
  fine: Fine;
  cause: Cause;
  onChoose: (cause: Cause) => void;
}

/** Every cause with what it would cost whom. */
function Causes({ fine, cause, onChoose }: CausesProps) {
  return (
    <fieldset className="fi-causes">
      <legend className="sd-label">
        <Trans>改判为</Trans>
      </legend>
      {CAUSES.map((each) => (
        <label key={each}>
          <input
            type="radio"
            name="cause"
            value={each}
            checked={each === cause}
            onChange={() => onChoose(each)}
            data-testid={`cause-${each}`}
          />
          <span>{causeWord(each)}</span>
          <span className="sd-muted">{costOf(fine.split_preview?.[each])}</span>
        </label>
      ))}
    </fieldset>
  );
}

export function SplitPane({ fine, onDecided }: { fine: Fine; onDecided: () => void }) {
  const { session } = useRouteContext({ from: "/firm" });
  const [cause, setCause] = useState<Cause>(
    fine.attribution?.cause ?? fine.proposal?.cause ?? "firm_process",
  );
  const [isChanging, setChanging] = useState(!fine.proposal);
  const preview = fine.split_preview?.[cause];
  const waiting = fine.approval?.state === "waiting" ? fine.approval : null;
  const isOpen = fine.status === "undecided" && !waiting;
  const mayDecide = session.permissions.includes("fines_decide");
  const rule = isOpen && preview ? ruleWord(preview) : "";
  return (
    <aside className="fi-split" aria-label={t`分摊`}>
      <header>
        <h2>
          <Trans>分摊</Trans>
        </h2>
        <span className="sd-muted">{isOpen ? causeWord(cause) : statusWord(fine.status)}</span>
        {rule && (
          <p className="sd-label">
            <Trans>规则 {rule}</Trans>
          </p>
        )}
      </header>
      <div className="fi-split-body">
        {waiting && <Waiting approval={waiting} fine={fine} />}
        {isOpen && fine.approval?.state === "returned" && <SentBack approval={fine.approval} />}
        {isOpen && isChanging && <Causes fine={fine} cause={cause} onChoose={setCause} />}
        {isOpen && preview && (
          <>
            <Steps fine={fine} steps={preview.steps} />
            <Shares shares={preview.shares} totalFen={fine.amount_fen} />
            <Entries fine={fine} entries={preview.entries} shares={preview.shares} />
          </>
        )}
        {isOpen && !preview && (
          <p className="sd-muted">
            <Trans>这个原因先不分摊：申诉有结果后再定，最后由网点承担。</Trans>
          </p>
        )}
        {fine.attribution && (
          <Decided fine={fine} attribution={fine.attribution} mayReverse={mayDecide} />
        )}
      </div>
      {waiting && mayDecide && <Approving approval={waiting} fine={fine} />}
      {isOpen && mayDecide && (
        <Decide
          key={cause}
          fine={fine}
          cause={cause}
          isChanging={isChanging}
          onChange={() => setChanging((before) => !before)}
          onDecided={onDecided}
        />
      )}
    </aside>
  );
}
