import { type QueryKey, useInfiniteQuery } from "@tanstack/react-query";
import type { Page } from "@/api/client";

/** A list read page by page; nothing of it is silently cut off. */
export function usePaged<T>(key: QueryKey, read: (cursor: string | null) => Promise<Page<T>>) {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => read(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
  });
  return { query, rows: query.data?.pages.flatMap((page) => page.items) ?? [] };
}
