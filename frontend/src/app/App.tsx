import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useSyncExternalStore } from "react";
import { currentLocale, onLocaleChange } from "@/shared/i18n/locale";
import { queryClient } from "./query";
import { router } from "./router";

/** Keyed by language: every text on the page is drawn anew when it changes. */
export function App() {
  const locale = useSyncExternalStore(onLocaleChange, currentLocale);
  return (
    <I18nProvider key={locale} i18n={i18n}>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </I18nProvider>
  );
}
