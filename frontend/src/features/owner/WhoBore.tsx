import { t } from "@lingui/core/macro";
import { formatYuan } from "@/shared/money/money";

interface WhoBoreProps {
  firmFen: number;
  agentFen: number;
  stationFen: number;
  undecidedFen: number;
  othersFen?: number;
  isList?: boolean;
}

/** One bar and its amounts: company, agent, you, others, undecided. They add up to the whole. */
export function WhoBore({
  firmFen,
  agentFen,
  stationFen,
  undecidedFen,
  othersFen = 0,
  isList = false,
}: WhoBoreProps) {
  const parts = [
    { party: "firm", label: t`公司承担`, fen: firmFen },
    { party: "station", label: t`您承担`, fen: stationFen },
    { party: "agent", label: t`坐席承担`, fen: agentFen },
    { party: "undecided", label: t`待定责`, fen: undecidedFen },
    { party: "others", label: t`他方承担`, fen: othersFen },
  ].filter((part) => {
    if (part.party === "others") return part.fen !== 0;
    return part.party !== "undecided" || part.fen !== 0 || !isList;
  });
  const order = ["firm", "agent", "station", "others", "undecided"];
  const drawn = [...parts]
    .sort((a, b) => order.indexOf(a.party) - order.indexOf(b.party))
    .filter((part) => part.fen > 0);
  return (
    <span className="ow-bore" data-testid="who-bore">
      <span className="ow-bar" aria-hidden="true">
        {drawn.map((part) => (
          <i key={part.party} data-party={part.party} style={{ flexGrow: part.fen }} />
        ))}
      </span>
      <span className={isList ? "ow-parts ow-parts-list" : "ow-parts"}>
        {parts.map((part) => (
          <span
            key={part.party}
            className={part.fen === 0 ? "sd-zero" : undefined}
            data-party={part.party}
          >
            <i data-party={part.party} aria-hidden="true" />
            {part.label}
            <b>{formatYuan(part.fen)}</b>
          </span>
        ))}
      </span>
    </span>
  );
}
