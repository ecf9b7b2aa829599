import "@fontsource-variable/inter";
import "@/shared/styles/tokens.css";
import "@/shared/styles/base.css";
import "@/shared/styles/controls.css";
import "@/shared/styles/custody.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "@/app/App";
import { activateLocale, storedLocale } from "@/shared/i18n/locale";
import { startTheme } from "@/shared/theme/theme";

startTheme();
const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
activateLocale(storedLocale()).then(() => {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
});
