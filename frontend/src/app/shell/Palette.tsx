import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import { type Command, keyWord, runCommand, useOfferedCommands } from "@/shared/keys/commands";
import { Dialog } from "@/shared/ui/Dialog";
import { Keycap } from "@/shared/ui/Icon";

interface OverlayProps {
  isOpen: boolean;
  onClose: () => void;
}

function Keys({ command }: { command: Command }) {
  return (
    <span className="sh-keys">
      {command.keys.map((key) => (
        <Keycap key={key}>{keyWord(key)}</Keycap>
      ))}
    </span>
  );
}

function PaletteList({ onClose }: { onClose: () => void }) {
  const commands = useOfferedCommands().filter((command) => !command.isKeyOnly);
  const [text, setText] = useState("");
  const [cursor, setCursor] = useState(0);
  const found = commands.filter((command) =>
    command.label.toLowerCase().includes(text.trim().toLowerCase()),
  );
  const at = Math.min(cursor, Math.max(found.length - 1, 0));
  const run = (command: Command | undefined) => {
    if (!command) return;
    onClose();
    // After the dialog has given the focus back.
    window.setTimeout(() => runCommand(command.id));
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "ArrowDown") setCursor(Math.min(at + 1, found.length - 1));
    else if (event.key === "ArrowUp") setCursor(Math.max(at - 1, 0));
    else if (event.key === "Enter") run(found[at]);
    else return;
    event.preventDefault();
  };
  return (
    <div className="sh-palette-box">
      <input
        className="sd-input"
        data-autofocus
        data-testid="palette-input"
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={found[at] ? `palette-${found[at].id}` : undefined}
        aria-label={t`要做什么`}
        placeholder={t`要做什么`}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setCursor(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id="palette-list" role="listbox" aria-label={t`命令`}>
        {found.map((command, index) => (
          <div
            key={command.id}
            id={`palette-${command.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            className="sh-palette-item"
            onClick={() => run(command)}
            onKeyDown={onKeyDown}
          >
            {command.label}
            <Keys command={command} />
          </div>
        ))}
        {found.length === 0 && (
          <p className="sd-muted">
            <Trans>没有这个命令，换个词试试。</Trans>
          </p>
        )}
      </div>
    </div>
  );
}

export function Palette({ isOpen, onClose }: OverlayProps) {
  return (
    <Dialog title={t`命令面板`} isOpen={isOpen} onClose={onClose} testId="palette">
      {isOpen && <PaletteList onClose={onClose} />}
    </Dialog>
  );
}

export function HelpDialog({ isOpen, onClose }: OverlayProps) {
  const commands = useOfferedCommands().filter((command) => command.keys.length > 0);
  return (
    <Dialog title={t`全部按键`} isOpen={isOpen} onClose={onClose} testId="help">
      <ul className="sh-help">
        {commands.map((command) => (
          <li key={command.id}>
            <span>{command.label}</span>
            <Keys command={command} />
          </li>
        ))}
      </ul>
      <p className="sd-label">
        <Trans>在输入框里打字、或中文输入法未上屏时，按键不起作用。</Trans>
      </p>
    </Dialog>
  );
}
