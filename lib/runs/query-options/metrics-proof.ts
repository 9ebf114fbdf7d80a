import { queryOptions } from "@tanstack/react-query";
import { fetchData } from "@/lib/core/fetch-data";
import { routes } from "@/lib/core/routes";
import type { RunMetricsProof } from "../dto/proof";

/** Whether the metrics and parameters of a run are those that were sealed when it finished. Computed anew each time. */
export const metricsProofOptions = (workspace: string, runUuid: string) =>
  queryOptions({
    queryKey: ["metrics-proof", workspace, runUuid] as const,
    queryFn: ({ signal }) =>
      fetchData<RunMetricsProof>(
        routes.uiApi(workspace, "runs/metrics-proof", { runUuid }),
        signal,
      ),
    retry: false,
  });
