import { t } from "@lingui/core/macro";
import { HeadlessMantineProvider, Modal } from "@mantine/core";
import type { DialogProps } from "./dialogProps";
import "./dialog.css";

/** Mantine's modal for focus and Escape; every visible line is our own. */
export default function ModalBox({
  title,
  isOpen,
  onClose,
  children,
  size = "small",
  testId,
}: DialogProps) {
  return (
    <HeadlessMantineProvider>
      <Modal
        opened={isOpen}
        onClose={onClose}
        title={title}
        lockScroll={false}
        transitionProps={{ duration: 0 }}
        closeButtonProps={{ "aria-label": t`关闭`, icon: <span aria-hidden="true">×</span> }}
        classNames={{
          overlay: "sd-dialog-overlay",
          inner: "sd-dialog-inner",
          content: `sd-dialog sd-dialog-${size}`,
          header: "sd-dialog-head",
          title: "sd-dialog-title",
          close: "sd-dialog-close",
          body: "sd-dialog-body",
        }}
      >
        <div data-testid={testId}>{children}</div>
      </Modal>
    </HeadlessMantineProvider>
  );
}
