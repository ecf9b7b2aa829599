import { t } from "@lingui/core/macro";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { addAttachment } from "@/api/attachments";
import type { Case } from "@/api/cases";
import { caseTarget } from "@/api/evidence";
import { isTyping } from "@/shared/keys/keys";
import { notify, notifyRefusal } from "@/shared/ui/notices";
import { errorText } from "@/shared/ui/States";
import { IN_PARTS_FROM_BYTES, sendInParts } from "@/shared/upload/resumable";

/** A file on its way to the case. */
export interface Transfer {
  id: number;
  file: File;
  code: string | null;
  sentBytes: number;
  state: "waiting" | "sending" | "failed";
  reason?: string;
}

let nextId = 1;

function sendFile(caseId: string, transfer: Transfer, onSent: (bytes: number) => void) {
  const { file, code } = transfer;
  if (file.size < IN_PARTS_FROM_BYTES) return addAttachment(caseId, file, code, onSent);
  const said = {
    file_name: file.name,
    size_bytes: file.size,
    ...(code ? { checklist_code: code } : {}),
  };
  return sendInParts(caseTarget(caseId), file, said, onSent);
}

/** One file after the other; what failed stays in the list, to be tried again. */
function useTransfers(caseId: string) {
  const queries = useQueryClient();
  const [transfers, setTransfers] = useState<Transfer[]>([]);
  const isBusy = useRef(false);
  const change = (id: number, changes: Partial<Transfer>) =>
    setTransfers((all) => all.map((each) => (each.id === id ? { ...each, ...changes } : each)));
  const drop = (id: number) => setTransfers((all) => all.filter((each) => each.id !== id));
  const next = transfers.find((each) => each.state === "waiting");
  useEffect(() => {
    if (!next || isBusy.current) return;
    isBusy.current = true;
    change(next.id, { state: "sending" });
    sendFile(caseId, next, (sentBytes) => change(next.id, { sentBytes }))
      .then(() => {
        drop(next.id);
        const name = next.file.name;
        notify(t`已封存 ${name}`);
      })
      .catch((error) => {
        const reason = errorText(error);
        change(next.id, { state: "failed", reason, sentBytes: 0 });
        notifyRefusal(reason);
      })
      .finally(() => {
        isBusy.current = false;
        queries.invalidateQueries({ queryKey: ["case", caseId] });
      });
  });
  return {
    transfers,
    add: (files: File[], code: string | null) =>
      setTransfers((all) => [
        ...all,
        ...files.map((file): Transfer => {
          return { id: nextId++, file, code, sentBytes: 0, state: "waiting" };
        }),
      ]),
    retry: (id: number) => change(id, { state: "waiting", reason: undefined }),
    drop,
  };
}

/** Evidence by button, by drag, or by paste; it goes to the first thing that is missing. */
export function useEvidence(item: Case) {
  const [isDropping, setDropping] = useState(false);
  const { transfers, add, retry, drop } = useTransfers(item.id);
  const missing = item.checklist.find((line) => !line.done_by_attachment_id);
  const send = (files: File[], code: string | null = missing?.code ?? null) => add(files, code);
  const latest = useRef(send);
  latest.current = send;
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      const target = event.target instanceof HTMLElement ? event.target : document.body;
      const isText = isTyping({
        isComposing: false,
        keyCode: 0,
        tagName: target.tagName,
        isContentEditable: target.isContentEditable,
      });
      if (files.length === 0 || (isText && event.clipboardData?.types.includes("text/plain")))
        return;
      event.preventDefault();
      latest.current(files);
    };
    document.addEventListener("paste", onPaste);
    return () => document.removeEventListener("paste", onPaste);
  }, []);
  const dropTarget = {
    onDragOver: (event: React.DragEvent) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      setDropping(true);
    },
    onDragLeave: (event: React.DragEvent) => {
      if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setDropping(false);
    },
    onDrop: (event: React.DragEvent) => {
      event.preventDefault();
      setDropping(false);
      send([...event.dataTransfer.files]);
    },
  };
  const isSending = transfers.some((each) => each.state !== "failed");
  return { send, isSending, isDropping, dropTarget, transfers, retry, drop };
}
