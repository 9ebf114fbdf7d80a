import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { fetchData } from "@/lib/core/fetch-data";
import { routes } from "@/lib/core/routes";
import type { SamplePageDto } from "./dto/samples";
import type { ProposalDto, ReferenceDto } from "./dto/screens";
import type { SampleKind } from "./schema/samples";

/** What a monitor of a deployment would be, with the reference that is found or with another one. */
export function proposalOptions(
  workspace: string,
  deployment: string,
  reference: ReferenceDto | null,
) {
  const query = { deployment, datasetId: reference?.datasetId, version: reference?.version };
  return queryOptions({
    queryKey: ["monitors", workspace, "proposal", query] as const,
    queryFn: ({ signal }) =>
      fetchData<ProposalDto>(routes.uiApi(workspace, "monitors/proposal", query), signal),
    placeholderData: keepPreviousData,
  });
}

/** Dataset versions that a monitor may be laid beside. */
export function referencesOptions(workspace: string, search: string) {
  return queryOptions({
    queryKey: ["monitors", workspace, "references", search] as const,
    queryFn: ({ signal }) =>
      fetchData<ReferenceDto[]>(routes.uiApi(workspace, "monitors/references", { search }), signal),
    placeholderData: keepPreviousData,
  });
}

interface SampleQuery {
  monitor: number;
  window: string;
  column: string;
  kind: SampleKind;
  seed: number;
}

/** Rows of the log that a window counted, page after page. */
export function sampleRowsOptions(workspace: string, { monitor, ...query }: SampleQuery) {
  return infiniteQueryOptions({
    queryKey: ["monitors", workspace, "rows", monitor, query] as const,
    queryFn: ({ pageParam, signal }) =>
      fetchData<SamplePageDto>(
        routes.monitorRest(workspace, `${monitor}/rows`, { ...query, pageToken: pageParam }),
        signal,
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.nextPageToken,
  });
}
