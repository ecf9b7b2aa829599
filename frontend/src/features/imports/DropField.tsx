import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import { formatSize } from "./Progress";

/** A place to drop a file, or to choose one. */
export function DropField({ file, onFile }: { file: File | null; onFile: (file: File) => void }) {
  const [isOver, setOver] = useState(false);
  return (
    <label
      className="im-drop"
      data-over={isOver || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const dropped = event.dataTransfer.files[0];
        if (dropped) onFile(dropped);
      }}
    >
      <input
        type="file"
        className="im-file"
        aria-label={t`选文件`}
        accept=".csv,.xlsx,.xls,.json,.txt"
        data-testid="import-file"
        onChange={(event) => {
          const chosen = event.target.files?.[0];
          if (chosen) onFile(chosen);
        }}
      />
      {file ? (
        <span>
          <b>{file.name}</b> <span className="sd-muted">{formatSize(file.size)}</span>
        </span>
      ) : (
        <span>
          <Trans>拖到这里，或点一下选文件（CSV、XLSX、快递100 或快递鸟 JSON）</Trans>
        </span>
      )}
    </label>
  );
}
