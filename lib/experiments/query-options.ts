import { infiniteQueryOptions } from "@tanstack/react-query";
import { fetchData } from "@/lib/core/fetch-data";
import { routes } from "@/lib/core/routes";
import type { ExperimentListDto } from "./dto";
import type { ListExperimentsInput } from "./schema";

export type ExperimentListFilters = Pick<
  ListExperimentsInput,
  "search" | "tag" | "owner" | "view" | "sort" | "isAscending"
>;

export const experimentKeys = {
  lists: (workspace: string) => ["experiments", workspace, "list"] as const,
};

/** The experiments list, page after page. */
export function experimentListOptions(workspace: string, filters: ExperimentListFilters) {
  return infiniteQueryOptions({
    queryKey: [...experimentKeys.lists(workspace), filters] as const,
    queryFn: ({ pageParam, signal }) =>
      fetchData<ExperimentListDto>(
        routes.uiApi(workspace, "experiments", { ...filters, pageToken: pageParam }),
        signal,
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.nextPageToken,
  });
}
