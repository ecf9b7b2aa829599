import { t } from "@lingui/core/macro";
import "./tellable.css";

/** Whether a caller may hear what stands beside it. */
export function Tellable({ may }: { may: boolean }) {
  return (
    <span
      className="sd-tellable"
      data-may={may || undefined}
      title={may ? t`来电人核对身份后可以告知` : t`不得告诉来电人`}
    >
      {may ? t`可对外说` : t`勿外传`}
    </span>
  );
}
