import { fetchData } from "@/lib/core/fetch-data";
import { routes } from "@/lib/core/routes";
import type { LogDto } from "./dto";

/** What a job printed after a place; a log only grows, so what was read is kept by whoever shows it. */
export const readJobLog = (
  workspace: string,
  number: number,
  after: number,
  signal: AbortSignal,
): Promise<LogDto> =>
  fetchData<LogDto>(routes.uiApi(workspace, "jobs/log", { number, after }), signal);
