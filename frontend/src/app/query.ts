import {
  type InvalidateOptions,
  type InvalidateQueryFilters,
  MutationCache,
  QueryCache,
  QueryClient,
  type QueryKey,
} from "@tanstack/react-query";
import { ApiError } from "@/api/client";
import { sessionKey } from "@/api/session";

const MAX_RETRIES = 2;
const SIGN_IN = "/sign-in";

/** A session that ended elsewhere sends the reader to sign in, and back here afterwards. */
function leaveWhenSignedOut(error: unknown): void {
  if (!(error instanceof ApiError) || error.status !== 401) return;
  if (window.location.pathname === SIGN_IN) return;
  queryClient.removeQueries({ queryKey: sessionKey });
  const back = window.location.pathname + window.location.search;
  window.location.assign(`${SIGN_IN}?next=${encodeURIComponent(back)}`);
}

/**
 * The library lets a first read that is under way stand for the one an invalidation asks for; but
 * it may have read what was true before the change. Such reads are begun again.
 */
class FreshQueryClient extends QueryClient {
  override async invalidateQueries<TKey extends QueryKey = QueryKey>(
    filters: InvalidateQueryFilters<TKey> = {},
    options: InvalidateOptions = {},
  ): Promise<void> {
    const isFirstRead = (query: { state: { data: unknown } }) => query.state.data === undefined;
    const { queryKey, exact } = filters;
    await this.cancelQueries({ queryKey, exact, fetchStatus: "fetching", predicate: isFirstRead });
    return super.invalidateQueries(filters, options);
  }
}

export const queryClient = new FreshQueryClient({
  queryCache: new QueryCache({
    onError: (error, query) => {
      if (query.queryKey[0] !== sessionKey[0]) leaveWhenSignedOut(error);
    },
  }),
  mutationCache: new MutationCache({
    onError: (error, _variables, _context, mutation) => {
      if (mutation.options.mutationKey?.[0] !== "sign-in") leaveWhenSignedOut(error);
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (count, error) => {
        // The backend said no: asking again changes nothing.
        if (error instanceof ApiError && error.status >= 400 && error.status < 500) return false;
        return count < MAX_RETRIES;
      },
    },
  },
});
