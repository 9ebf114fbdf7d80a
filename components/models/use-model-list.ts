"use client";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useLive } from "@/components/shell/live";
import { useWorkspace } from "@/components/shell/workspace-context";
import { useInfiniteRows } from "@/components/tables/use-infinite-rows";
import { modelListOptions } from "@/lib/models/query-options";
import { useModelFilters } from "./use-model-filters";

const TOPICS = ["models"];

/** The list as the address says it: seeded by the server, read again when a model changes. */
export function useModelList() {
  const { slug } = useWorkspace();
  const { filters } = useModelFilters();
  const query = useInfiniteQuery({
    ...modelListOptions(slug, filters),
    placeholderData: keepPreviousData,
  });
  useLive(TOPICS, () => void query.refetch());
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

export type ModelList = ReturnType<typeof useModelList>;
