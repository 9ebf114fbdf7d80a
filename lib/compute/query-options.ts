import { queryOptions } from "@tanstack/react-query";
import { fetchData } from "@/lib/core/fetch-data";
import { routes } from "@/lib/core/routes";
import type { LockTextDto, LogDto, Shown, UsageDto } from "./dto/jobs";
import type { ProvenanceComparisonDto, RunProvenanceDto } from "./dto/provenance";

/** What a job printed after a place; a log only grows, so what was read is kept by whoever shows it. */
export const readJobLog = (
  workspace: string,
  number: number,
  after: number,
  signal: AbortSignal,
): Promise<LogDto> =>
  fetchData<LogDto>(routes.uiApi(workspace, "jobs/log", { number, after }), signal);

const USAGE_MS = 2_000;

/** Whether what a job uses may be more by and by: what is read of one that is over was all of it. */
export const mayUseMore = ({ isOver, isMeasured }: UsageDto): boolean => isMeasured && !isOver;

/** What a job uses, again and again while it can change. */
export const jobUsageOptions = (workspace: string, number: number) =>
  queryOptions({
    queryKey: ["compute", workspace, "usage", number] as const,
    queryFn: ({ signal }) =>
      fetchData<UsageDto>(routes.uiApi(workspace, "jobs/usage", { number }), signal),
    refetchInterval: ({ state: { data } }) => (data && !mayUseMore(data) ? false : USAGE_MS),
    staleTime: ({ state: { data } }) =>
      data && !mayUseMore(data) ? Number.POSITIVE_INFINITY : USAGE_MS,
  });

/** What a lock file of a job holds. */
export const lockTextOptions = (workspace: string, number: number, path: string) =>
  queryOptions({
    queryKey: ["compute", workspace, "lock", number, path] as const,
    queryFn: ({ signal }) =>
      fetchData<LockTextDto>(routes.uiApi(workspace, "jobs/lock", { number, path }), signal),
  });

/** Where a run came from. */
export const runProvenanceOptions = (workspace: string, run: string) =>
  queryOptions({
    queryKey: ["compute", workspace, "provenance", run] as const,
    queryFn: ({ signal }) =>
      fetchData<Shown<RunProvenanceDto>>(
        routes.uiApi(workspace, "runs/provenance", { run }),
        signal,
      ),
  });

/** How runs came to be, side by side. */
export const comparedProvenanceOptions = (workspace: string, runs: readonly string[]) =>
  queryOptions({
    queryKey: ["compute", workspace, "compared-provenance", runs] as const,
    queryFn: ({ signal }) =>
      fetchData<ProvenanceComparisonDto>(
        routes.uiApi(workspace, "runs/compared-provenance", { run: runs }),
        signal,
      ),
  });
