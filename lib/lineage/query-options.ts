import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { fetchData } from "@/lib/core/fetch-data";
import { routes } from "@/lib/core/routes";
import type {
  LineageDifferenceDto,
  LineageGraphDto,
  LineageImpactPageDto,
  LineageNeighbourPageDto,
  LineageNodeDto,
} from "./dto";
import { type ClusterRef, type LineageAsked, toGraphQuery } from "./search-params";

const PAGE_SIZE = 50;

export const lineageKeys = {
  all: (workspace: string) => ["lineage", workspace] as const,
};

export function lineageGraphOptions(workspace: string, asked: LineageAsked) {
  const query = toGraphQuery(asked);
  return queryOptions({
    queryKey: [...lineageKeys.all(workspace), "graph", query] as const,
    queryFn: ({ signal }) =>
      fetchData<LineageGraphDto>(routes.uiApi(workspace, "lineage", query), signal),
  });
}

/** What a cluster holds, page after page. */
export function lineageNeighboursOptions(
  workspace: string,
  asked: ClusterRef & Pick<LineageAsked, "mode" | "asOf"> & { search: string },
) {
  const { asOf, ...rest } = asked;
  const query = { ...rest, asOf: asOf ?? undefined, limit: PAGE_SIZE };
  return infiniteQueryOptions({
    queryKey: [...lineageKeys.all(workspace), "neighbours", query] as const,
    queryFn: ({ pageParam, signal }) =>
      fetchData<LineageNeighbourPageDto>(
        routes.uiApi(workspace, "lineage/neighbours", { ...query, pageToken: pageParam }),
        signal,
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.nextPageToken,
    placeholderData: keepPreviousData,
  });
}

export const impactQuery = (asked: { node: string; asOf: string | null; inUse: boolean }) => ({
  node: asked.node,
  asOf: asked.asOf ?? undefined,
  inUse: asked.inUse,
});

/** Model versions that were made of a node, page after page. */
export function lineageImpactOptions(workspace: string, asked: Parameters<typeof impactQuery>[0]) {
  const query = { ...impactQuery(asked), limit: PAGE_SIZE };
  return infiniteQueryOptions({
    queryKey: [...lineageKeys.all(workspace), "impact", query] as const,
    queryFn: ({ pageParam, signal }) =>
      fetchData<LineageImpactPageDto>(
        routes.uiApi(workspace, "lineage/impact", { ...query, pageToken: pageParam }),
        signal,
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.nextPageToken,
    placeholderData: keepPreviousData,
  });
}

export function lineageSearchOptions(workspace: string, text: string) {
  return queryOptions({
    queryKey: [...lineageKeys.all(workspace), "search", text] as const,
    queryFn: ({ signal }) =>
      fetchData<LineageNodeDto[]>(routes.uiApi(workspace, "lineage/search", { text }), signal),
    placeholderData: keepPreviousData,
  });
}

export function lineageDifferenceOptions(
  workspace: string,
  { asOf, ...asked }: { before: string; after: string; asOf: string | null },
) {
  const query = { ...asked, asOf: asOf ?? undefined };
  return queryOptions({
    queryKey: [...lineageKeys.all(workspace), "difference", query] as const,
    queryFn: ({ signal }) =>
      fetchData<LineageDifferenceDto>(routes.uiApi(workspace, "lineage/difference", query), signal),
  });
}
