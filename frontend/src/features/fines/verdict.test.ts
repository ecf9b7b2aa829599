import { describe, expect, it } from "vitest";
import { type Draft, readDraft } from "./verdict";

const disputed = { share_fen: 800, asked_fen: 600 };
const draft = (part: Partial<Draft>): Draft => ({
  outcome: "upheld",
  cause: "",
  agent: "",
  share: "",
  reason: "核对了",
  ...part,
});

describe("what is sent of a decision on a dispute", () => {
  it("needs a reason whatever it says", () => {
    for (const outcome of ["upheld", "accepted", "partly"] as const)
      expect(readDraft(draft({ outcome, share: "5", reason: " " }), disputed).verdict).toBeNull();
  });
  it("moves what was asked where it is accepted wholly", () => {
    const { verdict, borneFen } = readDraft(draft({ outcome: "accepted" }), disputed);
    expect(verdict).toEqual({ outcome: "accepted", reason: "核对了" });
    expect(borneFen).toBe(200);
  });
  it("names the share that remains, between what was asked and what was borne", () => {
    const partly = (share: string) => readDraft(draft({ outcome: "partly", share }), disputed);
    expect(partly("3.00").verdict).toEqual({ outcome: "partly", reason: "核对了", share_fen: 300 });
    for (const share of ["2.00", "8.00", "9", "x"]) {
      expect(partly(share).verdict).toBeNull();
      expect(partly(share).error).not.toBe("");
    }
  });
  it("waits for the agent where the new cause needs one", () => {
    const named = draft({ outcome: "accepted", cause: "agent_negligence" });
    expect(readDraft(named, disputed).verdict).toBeNull();
    expect(readDraft({ ...named, agent: "m1" }, disputed).verdict).toMatchObject({ agent: "m1" });
    const other = draft({ outcome: "accepted", cause: "customer", agent: "m1" });
    expect(readDraft(other, disputed).verdict).not.toHaveProperty("agent");
  });
});
