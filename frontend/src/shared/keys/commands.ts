import { useEffect, useSyncExternalStore } from "react";
import { type KeyBindings, useKeys } from "./keys";

/** Something the screen can do now: by key, from the palette, and named in the help. */
export interface Command {
  id: string;
  label: string;
  keys: string[];
  run: () => void;
  /** Named in the status bar, too; `hintKeys` where one hint stands for several commands. */
  isHint?: boolean;
  hintKeys?: string[];
  /** Only a key: of no use in the palette. */
  isKeyOnly?: boolean;
}

const scopes = new Map<string, Command[]>();
let snapshot: Command[] = [];
const listeners = new Set<() => void>();

function publish(): void {
  snapshot = [...scopes.values()].flat();
  for (const listener of listeners) listener();
}

/** Offers a screen's commands while it is shown. `scope` names the screen. */
export function useCommands(scope: string, commands: Command[]): void {
  const bindings: KeyBindings = {};
  for (const command of commands) {
    for (const key of command.keys) bindings[key] = () => command.run();
  }
  useKeys(bindings);
  const shape = commands.map((c) => `${c.id}${c.label}${c.isHint}`).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `run` is read when pressed, only the shape is published
  useEffect(() => {
    scopes.set(scope, commands);
    publish();
  }, [scope, shape]);
  useEffect(() => {
    scopes.set(scope, commands);
  });
  useEffect(
    () => () => {
      scopes.delete(scope);
      publish();
    },
    [scope],
  );
}

export function useOfferedCommands(): Command[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => snapshot,
  );
}

/** Runs the command's present meaning, not the one of the moment it was listed. */
export function runCommand(id: string): void {
  for (const commands of scopes.values()) {
    const command = commands.find((candidate) => candidate.id === id);
    if (command) {
      command.run();
      return;
    }
  }
}

const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent);
const MOD_WORD = isApple ? "⌘" : "Ctrl ";
const WORDS: Record<string, string> = { Enter: "↵", Escape: "Esc", ArrowDown: "↓", ArrowUp: "↑" };

/** How a key is written on a keycap. */
export function keyWord(key: string): string {
  const plain = key.replace(/^(Mod|Shift)\+/, "");
  const isLetter = key.startsWith("Mod+") && plain.length === 1;
  const word = WORDS[plain] ?? (isLetter ? plain.toUpperCase() : plain);
  if (key.startsWith("Mod+")) return `${MOD_WORD}${word}`;
  return key.startsWith("Shift+") ? `⇧ ${word}` : word;
}
