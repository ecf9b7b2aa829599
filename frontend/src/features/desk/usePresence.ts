import { useEffect } from "react";
import { renewPresence } from "@/api/cases";

/** Well inside of the lease: 15 minutes without presence give a case back. */
const RENEW_MS = 4 * 60_000;

/** While somebody types or points here, his claims are renewed; an empty chair loses them. */
export function usePresence(): void {
  useEffect(() => {
    let isActive = true;
    const note = () => {
      isActive = true;
    };
    const renew = () => {
      if (!isActive) return;
      isActive = false;
      // A missed beat is made good by the next one.
      renewPresence().catch(() => undefined);
    };
    const timer = window.setInterval(renew, RENEW_MS);
    window.addEventListener("keydown", note);
    window.addEventListener("pointerdown", note);
    return () => {
      window.clearInterval(timer);
      window.removeEventListener("keydown", note);
      window.removeEventListener("pointerdown", note);
    };
  }, []);
}
