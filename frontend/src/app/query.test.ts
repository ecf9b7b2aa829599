import { InfiniteQueryObserver, QueryObserver } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { queryClient } from "./query";

function gate() {
  let open: () => void = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

test("a first read that began before a change is read again", async () => {
  const before = gate();
  let truth = "before";
  const observer = new QueryObserver(queryClient, {
    queryKey: ["a list"],
    queryFn: async () => {
      const read = truth;
      if (read === "before") await before.opened;
      return read;
    },
  });
  const stop = observer.subscribe(() => {});
  truth = "after";
  const refreshed = queryClient.invalidateQueries({ queryKey: ["a list"] });
  before.open();
  await refreshed;
  expect(observer.getCurrentResult().data).toBe("after");
  stop();
});

test("a read of another list is left to end", async () => {
  const other = gate();
  let reads = 0;
  const observer = new InfiniteQueryObserver(queryClient, {
    queryKey: ["another"],
    queryFn: async () => {
      reads += 1;
      await other.opened;
      return reads;
    },
    initialPageParam: null,
    getNextPageParam: () => null,
  });
  const stop = observer.subscribe(() => {});
  await queryClient.invalidateQueries({ queryKey: ["a list"] });
  other.open();
  await expect.poll(() => observer.getCurrentResult().data?.pages).toEqual([1]);
  stop();
});
