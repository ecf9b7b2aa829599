import { t } from "@lingui/core/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { addAttachment, type Case } from "@/api/cases";
import { isTyping } from "@/shared/keys/keys";
import { notify, notifyRefusal } from "@/shared/ui/notices";
import { errorText } from "@/shared/ui/States";

/** Evidence by button, by drag, or by paste; it goes to the first thing that is missing. */
export function useEvidence(item: Case) {
  const queries = useQueryClient();
  const [isDropping, setDropping] = useState(false);
  const sending = useMutation({
    mutationFn: async ({ files, code }: { files: File[]; code: string | null }) => {
      for (const file of files) await addAttachment(item.id, file, code);
      return files.length;
    },
    onSuccess: (count) => notify(t`已封存 ${count} 份证据`),
    onError: (error) => notifyRefusal(errorText(error)),
    onSettled: () => queries.invalidateQueries({ queryKey: ["case", item.id] }),
  });
  const missing = item.checklist.find((line) => !line.done_by_attachment_id);
  const send = (files: File[], code: string | null = missing?.code ?? null) => {
    if (files.length > 0) sending.mutate({ files, code });
  };
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
  return { send, isSending: sending.isPending, isDropping, dropTarget };
}
