import { queryOptions } from "@tanstack/react-query";
import { fetchData } from "@/lib/core/fetch-data";
import { routes } from "@/lib/core/routes";
import type { PromotionChoicesDto, WaitingDto } from "./dto/shapes";

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
