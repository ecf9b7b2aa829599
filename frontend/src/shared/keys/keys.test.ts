import { describe, expect, it } from "vitest";
import { isTyping, keyName } from "./keys";

const press = (
  key: string,
  held: Partial<Record<"shiftKey" | "ctrlKey" | "metaKey" | "altKey", boolean>> = {},
) => keyName({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...held });

describe("keyName", () => {
  it("names letters, shifted letters and the command key alike on every system", () => {
    expect(press("j")).toBe("j");
    expect(press("J")).toBe("j");
    expect(press("X", { shiftKey: true })).toBe("Shift+x");
    expect(press("k", { ctrlKey: true })).toBe("Mod+k");
    expect(press("k", { metaKey: true })).toBe("Mod+k");
  });

  it("keeps signs as they are, however they are typed", () => {
    expect(press("?", { shiftKey: true })).toBe("?");
    expect(press("/")).toBe("/");
    expect(press("Enter")).toBe("Enter");
  });

  it("leaves Alt to the system", () => {
    expect(press("j", { altKey: true })).toBe("");
  });
});

describe("isTyping", () => {
  const still = { isComposing: false, keyCode: 74, tagName: "DIV" };

  it("is false on the page and on buttons and ticks", () => {
    expect(isTyping(still)).toBe(false);
    expect(isTyping({ ...still, tagName: "BUTTON" })).toBe(false);
    expect(isTyping({ ...still, tagName: "INPUT", type: "checkbox" })).toBe(false);
  });

  it("is true in every field that takes text", () => {
    expect(isTyping({ ...still, tagName: "INPUT", type: "text" })).toBe(true);
    expect(isTyping({ ...still, tagName: "input" })).toBe(true);
    expect(isTyping({ ...still, tagName: "TEXTAREA" })).toBe(true);
    expect(isTyping({ ...still, tagName: "SELECT" })).toBe(true);
    expect(isTyping({ ...still, isContentEditable: true })).toBe(true);
  });

  it("is true while Chinese is being composed, wherever the focus is", () => {
    expect(isTyping({ ...still, isComposing: true })).toBe(true);
    expect(isTyping({ ...still, keyCode: 229 })).toBe(true);
  });
});
