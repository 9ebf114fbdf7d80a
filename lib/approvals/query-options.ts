import { queryOptions } from "@tanstack/react-query";
import { fetchData } from "@/lib/core/fetch-data";
import { routes } from "@/lib/core/routes";
import type { PromotionChoicesDto, WaitingDto } from "./dto/shapes";
import type { EvidenceChangesDto } from "./dto/trail";

/** Where a version can go by approval. Read anew each time: what a policy asks for is not remembered. */
export function promotionChoicesOptions(workspace: string, model: string, version: number) {
  return queryOptions({
    queryKey: ["approvals", workspace, "choices", model, version] as const,
    queryFn: ({ signal }) =>
      fetchData<PromotionChoicesDto>(
        routes.uiApi(workspace, "approvals/choices", { model, version }),
        signal,
      ),
    staleTime: 0,
  });
}

/** How many requests and follow-ups wait for the reader. */
export function waitingOptions(workspace: string) {
  return queryOptions({
    queryKey: ["approvals", workspace, "waiting"] as const,
    queryFn: ({ signal }) =>
      fetchData<WaitingDto>(routes.uiApi(workspace, "approvals/waiting"), signal),
  });
}

/** What changed in a request's evidence from one revision to another. Neither changes any more. */
export function changesSinceOptions(
  workspace: string,
  { number, since, revision }: { number: number; since: number; revision: number },
) {
  return queryOptions({
    queryKey: ["approvals", workspace, "changes", number, since, revision] as const,
    queryFn: ({ signal }) =>
      fetchData<EvidenceChangesDto>(
        routes.uiApi(workspace, "approvals/changes", { number, since }),
        signal,
      ),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
