"use client";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useLive } from "@/components/shell/live";
import { useWorkspace } from "@/components/shell/workspace-context";
import { useListOfPages } from "@/components/tables/use-list-of-pages";
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
  return useListOfPages(query);
}

export type ModelList = ReturnType<typeof useModelList>;
