import { lazy, type ReactNode, Suspense, useEffect } from "react";

export interface DialogProps {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
  size?: "small" | "wide";
  testId?: string;
}

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
