import { useQuery } from "@tanstack/react-query";
import { listFineCodes } from "@/api/rules";
import { localised } from "@/shared/i18n/locale";

/** The categories that fines can have, and their words. */
export function useCategories() {
  const query = useQuery({ queryKey: ["fine-codes"], queryFn: listFineCodes });
  const categories = query.data?.categories ?? [];
  const wordOf = (code: string) => {
    const found = categories.find((each) => each.code === code);
    return found ? localised(found.zh, found.en) : code;
  };
  return { codes: categories.map((each) => each.code), wordOf };
}
