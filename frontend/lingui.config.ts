import { defineConfig } from "@lingui/cli";
import { formatter } from "@lingui/format-po";

/** Two catalogues, so that the station owner's phone loads no words of the desk. */
export default defineConfig({
  sourceLocale: "zh",
  locales: ["zh", "en"],
  catalogs: [
    {
      path: "<rootDir>/src/locales/base/{locale}",
      include: [
        "src/app",
        "src/shared",
        "src/features/owner",
        "src/features/phone",
        "src/features/sign-in",
      ],
      exclude: ["src/app/shell", "src/shared/forms", "src/shared/words/fields.ts"],
    },
    {
      path: "<rootDir>/src/locales/firm/{locale}",
      include: ["src/app/shell", "src/shared/forms", "src/shared/words/fields.ts", "src/features"],
      exclude: ["src/features/owner", "src/features/phone", "src/features/sign-in"],
    },
  ],
  format: formatter({ lineNumbers: false, origins: false, explicitIdAsDefault: false }),
});
