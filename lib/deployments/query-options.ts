import { queryOptions } from "@tanstack/react-query";
import { fetchData } from "@/lib/core/fetch-data";
import type { Page } from "@/lib/core/page";
import { routes } from "@/lib/core/routes";
import type { DeploymentDto } from "./dto/deployments";
import type { LiveTrafficDto } from "./dto/traffic";
import type { TrafficRange } from "./rules/traffic";
import type { ListDeploymentsInput } from "./schema/deployments";

const LIVE_MS = 5_000;
/** A day or a week moves no faster. */
const SLOW_MS = 30_000;

/** One page of the list, read again while somebody looks at it. */
export function deploymentListOptions(workspace: string, asked: ListDeploymentsInput) {
  const { isAscending, ...filters } = asked;
  const query = {
    ...filters,
    isAscending: isAscending === undefined ? undefined : String(isAscending),
  };
  return queryOptions({
    queryKey: ["deployments", workspace, "list", query] as const,
    queryFn: ({ signal }) =>
      fetchData<Page<DeploymentDto>>(routes.uiApi(workspace, "deployments", query), signal),
    refetchInterval: LIVE_MS,
    staleTime: LIVE_MS,
  });
}

/** The traffic of one deployment, and what happened to it. */
export function liveTrafficOptions(workspace: string, deployment: string, range: TrafficRange) {
  const every = range === "15m" || range === "1h" ? LIVE_MS : SLOW_MS;
  return queryOptions({
    queryKey: ["deployments", workspace, "traffic", deployment, range] as const,
    queryFn: ({ signal }) =>
      fetchData<LiveTrafficDto>(
        routes.uiApi(workspace, "deployments/traffic", { deployment, range }),
        signal,
      ),
    refetchInterval: every,
    staleTime: every,
  });
}
