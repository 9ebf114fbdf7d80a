"use client";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useWorkspace } from "@/components/shell/workspace-context";
import { useListOfPages } from "@/components/tables/use-list-of-pages";
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
  return useListOfPages(query);
}

export type ExperimentList = ReturnType<typeof useExperimentList>;
