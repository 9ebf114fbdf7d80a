import { infiniteQueryOptions } from "@tanstack/react-query";
import { fetchData } from "@/lib/core/fetch-data";
import type { Page } from "@/lib/core/page";
import { routes } from "@/lib/core/routes";
import type { DatasetDto } from "./dto/datasets";

/** Datasets by what is searched, the last used first, page after page. */
export function datasetListOptions(workspace: string, search: string) {
  return infiniteQueryOptions({
    queryKey: ["datasets", workspace, "list", search] as const,
    queryFn: ({ pageParam, signal }) =>
      fetchData<Page<DatasetDto>>(
        routes.uiApi(workspace, "datasets", { search, pageToken: pageParam }),
        signal,
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.nextPageToken,
  });
}
