import { infiniteQueryOptions } from "@tanstack/react-query";
import { fetchData } from "@/lib/core/fetch-data";
import { routes } from "@/lib/core/routes";
import type { ModelListDto } from "./dto/overview";
import type { VersionListDto } from "./dto/versions";
import type { ListModelsInput } from "./schema";

export type ModelListFilters = Pick<
  ListModelsInput,
  "search" | "tag" | "owner" | "risk" | "health" | "isServing" | "sort" | "isAscending"
>;

export const modelKeys = {
  lists: (workspace: string) => ["models", workspace, "list"] as const,
  versions: (workspace: string, name: string) => ["models", workspace, "versions", name] as const,
};

/** The models list, page after page. */
export function modelListOptions(workspace: string, filters: ModelListFilters) {
  return infiniteQueryOptions({
    queryKey: [...modelKeys.lists(workspace), filters] as const,
    queryFn: ({ pageParam, signal }) =>
      fetchData<ModelListDto>(
        routes.uiApi(workspace, "models", {
          ...filters,
          risk: filters.risk ?? undefined,
          health: filters.health ?? undefined,
          pageToken: pageParam,
        }),
        signal,
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.nextPageToken,
  });
}

/** The versions of a model with some of their metrics, page after page. */
export function versionListOptions(workspace: string, name: string, metrics: readonly string[]) {
  return infiniteQueryOptions({
    queryKey: [...modelKeys.versions(workspace, name), metrics] as const,
    queryFn: ({ pageParam, signal }) =>
      fetchData<VersionListDto>(
        routes.uiApi(workspace, "models/versions", { name, metrics, pageToken: pageParam }),
        signal,
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.nextPageToken,
  });
}
