import type { Holder } from "@/api/cases";
import { holderWord } from "@/shared/words/words";
import { type Swatch, swatchOf } from "./layout";

export function SwatchMark({ swatch }: { swatch: Swatch }) {
  return <i className="sd-swatch" data-swatch={swatch} aria-hidden="true" />;
}

/** In a row, hatch means another agent and the hollow square means that nobody took it. */
function rowSwatch(holder: Holder): Swatch {
  if (holder.kind === "queue") return "intake";
  if ((holder.kind === "agent" || holder.kind === "supervisor") && !holder.is_me) return "queue";
  return swatchOf(holder.kind);
}

/** Whose turn it is, as a row says it: 我, a colleague's name, a side, or 未认领. */
export function HolderMark({ holder, unclaimedWord }: { holder: Holder; unclaimedWord: string }) {
  let word = holderWord(holder.kind);
  if (holder.is_me) word = holderWord("me");
  else if (holder.kind === "queue") word = unclaimedWord;
  else if (holder.kind === "agent" || holder.kind === "supervisor") word = holder.name || word;
  return (
    <span className="sd-holder" data-me={holder.is_me || undefined}>
      <SwatchMark swatch={rowSwatch(holder)} />
      <span>{word}</span>
    </span>
  );
}
