import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
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

export const queryClient = new QueryClient({
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
