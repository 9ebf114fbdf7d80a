"use client";
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import { useInfiniteRows } from "./use-infinite-rows";

interface CountedPage<Row> {
  items: readonly Row[];
  total: number;
}

/** A list that is read page by page, as a grid and what stands around it need it. */
export function useListOfPages<Row>(
  query: UseInfiniteQueryResult<InfiniteData<CountedPage<Row>>, Error>,
) {
  const rows = useInfiniteRows({
    pages: query.data?.pages,
    hasNextPage: query.hasNextPage,
    isFetching: query.isFetching,
    fetchNextPage: query.fetchNextPage,
  });
  return {
    ...rows,
    total: query.data?.pages[0]?.total ?? 0,
    isSearching: query.isPlaceholderData,
    isLoaded: query.data !== undefined,
    error: query.error,
    retry: () => void query.refetch(),
  };
}
