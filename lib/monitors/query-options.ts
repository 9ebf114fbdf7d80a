import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { fetchData } from "@/lib/core/fetch-data";
import { routes } from "@/lib/core/routes";
import type { ProposalDto, ReferenceDto } from "./dto/screens";

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
