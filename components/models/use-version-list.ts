"use client";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { parseAsArrayOf, parseAsString, useQueryState } from "nuqs";
import { useLive } from "@/components/shell/live";
import { useWorkspace } from "@/components/shell/workspace-context";
import { versionListOptions } from "@/lib/models/query-options";
import { shownMetrics } from "@/lib/models/rules/shown-metrics";

/** The versions of a model with the metrics that the address names, or a few of those they have. */
export function useVersionList(name: string, metricKeys: readonly string[]) {
  const { slug } = useWorkspace();
  const [chosen, setChosen] = useQueryState("metrics", parseAsArrayOf(parseAsString));
  const metrics = shownMetrics(chosen, metricKeys);
  const query = useInfiniteQuery({
    ...versionListOptions(slug, name, metrics),
    placeholderData: keepPreviousData,
  });
  useLive([`model:${name}`], () => void query.refetch());
  const toggle = (key: string) => {
    const next = metrics.includes(key) ? metrics.filter((item) => item !== key) : [...metrics, key];
    void setChosen(next);
  };
  return {
    metrics,
    toggle,
    versions: (query.data?.pages ?? []).flatMap(({ items }) => items),
    total: query.data?.pages[0]?.total ?? 0,
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    loadMore: () => void query.fetchNextPage(),
    refetch: () => void query.refetch(),
    error: query.error,
  };
}
