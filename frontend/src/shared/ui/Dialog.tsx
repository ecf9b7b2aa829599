import { lazy, Suspense, useEffect } from "react";
import type { DialogProps } from "./dialogProps";

/** The component library comes with the first dialog, not with the first page. */
const ModalBox = lazy(() => import("./ModalBox"));

export function Dialog(props: DialogProps) {
  const { isOpen } = props;
  useEffect(() => {
    if (!isOpen) return;
    const before = document.activeElement;
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, [isOpen]);
  if (!isOpen) return null;
  return (
    <Suspense fallback={null}>
      <ModalBox {...props} />
    </Suspense>
  );
}
