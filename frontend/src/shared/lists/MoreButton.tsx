import { Trans } from "@lingui/react/macro";

interface Pages {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
}

export function MoreButton({ query }: { query: Pages }) {
  if (!query.hasNextPage) return null;
  return (
    <p className="sd-form-foot">
      <button
        type="button"
        className="sd-btn"
        onClick={() => query.fetchNextPage()}
        disabled={query.isFetchingNextPage}
      >
        <Trans>再看一页</Trans>
      </button>
    </p>
  );
}
