import { useEffect, useRef } from "react";

export type KeyBindings = Record<string, (event: KeyboardEvent) => void>;

interface KeyPress {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

/** `j`, `Shift+x`, `Mod+k` (Ctrl or ⌘), `Enter`, `?`; empty when the press means nothing to us. */
export function keyName(press: KeyPress): string {
  if (press.altKey) return "";
  const isLetter = /^[a-z]$/i.test(press.key);
  const key = isLetter ? press.key.toLowerCase() : press.key;
  if (press.ctrlKey || press.metaKey) return `Mod+${key}`;
  if (isLetter && press.shiftKey) return `Shift+${key}`;
  return key;
}

interface Typing {
  isComposing: boolean;
  keyCode: number;
  tagName: string;
  type?: string;
  isContentEditable?: boolean;
}

const QUIET_INPUTS = new Set(["checkbox", "radio", "button", "submit", "reset", "file", "range"]);

/** Whether a press belongs to the writer: text fields, and Chinese on its way (229). */
export function isTyping(typing: Typing): boolean {
  if (typing.isComposing || typing.keyCode === 229) return true;
  if (typing.isContentEditable) return true;
  const tag = typing.tagName.toUpperCase();
  if (tag === "TEXTAREA" || tag === "SELECT") return true;
  return tag === "INPUT" && !QUIET_INPUTS.has(typing.type ?? "text");
}

function describe(event: KeyboardEvent): Typing {
  const target = event.target instanceof HTMLElement ? event.target : document.body;
  return {
    isComposing: event.isComposing,
    keyCode: event.keyCode,
    tagName: target.tagName,
    type: target instanceof HTMLInputElement ? target.type : undefined,
    isContentEditable: target.isContentEditable,
  };
}

/** Enter and space on a focused control are the control's own. */
function belongsToControl(event: KeyboardEvent): boolean {
  if (event.key !== "Enter" && event.key !== " ") return false;
  const target = event.target;
  return target instanceof HTMLElement && target.closest("button, a, summary, input") !== null;
}

/** Escape while typing gives the keys back to the screen; only the next one closes something. */
function leaveField(event: KeyboardEvent): void {
  event.preventDefault();
  if (event.target instanceof HTMLElement) event.target.blur();
}

/** Keys of a screen; `Mod+…` works even while typing, nothing works behind a dialog. */
export function useKeys(bindings: KeyBindings): void {
  const latest = useRef(bindings);
  latest.current = bindings;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const name = keyName(event);
      const run = latest.current[name];
      if (!run || event.defaultPrevented || document.querySelector("[role=dialog]")) return;
      if (event.isComposing || event.keyCode === 229) return;
      if (name === "Escape" && isTyping(describe(event))) return leaveField(event);
      if (!name.startsWith("Mod+") && (isTyping(describe(event)) || belongsToControl(event)))
        return;
      event.preventDefault();
      run(event);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}
