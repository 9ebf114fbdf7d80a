"use client";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useWorkspace } from "@/components/shell/workspace-context";
import { useInfiniteRows } from "@/components/tables/use-infinite-rows";
import { experimentListOptions } from "@/lib/experiments/query-options";
import { useExperimentFilters } from "./use-experiment-filters";

const REFRESH_MS = 15_000;

/** The list as the address says it: seeded by the server, read again while somebody looks at it. */
export function useExperimentList() {
  const { slug } = useWorkspace();
  const { filters } = useExperimentFilters();
  const query = useInfiniteQuery({
    ...experimentListOptions(slug, filters),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });
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

export type ExperimentList = ReturnType<typeof useExperimentList>;
