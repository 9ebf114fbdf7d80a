import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Route } from "next";
import { fetchData } from "@/lib/core/fetch-data";
import { routes } from "@/lib/core/routes";

/** Something the palette found by name. */
export interface SearchHit {
  kind: "experiment" | "run" | "model";
  label: string;
  /** What tells it from others of the same name. */
  detail: string;
  href: Route;
}

/** Shorter texts would find everything. */
export const SHORTEST_SEARCH = 2;

export function searchHitsOptions(workspace: string, text: string) {
  return queryOptions({
    queryKey: ["search", workspace, text] as const,
    queryFn: ({ signal }) =>
      fetchData<SearchHit[]>(
        routes.uiApi(workspace, `search?text=${encodeURIComponent(text)}`),
        signal,
      ),
    enabled: text.length >= SHORTEST_SEARCH,
    placeholderData: keepPreviousData,
  });
}
