import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { fetchData } from "@/lib/core/fetch-data";
import type { Page } from "@/lib/core/page";
import { routes } from "@/lib/core/routes";
import type {
  ColumnDto,
  RunCountDto,
  RunOrderDto,
  RunPeekDto,
  RunRowDto,
  RunUuidsDto,
} from "../dto/table";
import type { ColumnId } from "../search-params/columns";
import type { RunListing } from "../search-params/listing";
import { encodeRunId } from "../search-params/selection";

export const runTableKeys = {
  all: (workspace: string) => ["run-table", workspace] as const,
  order: (workspace: string, listing: RunListing) =>
    [...runTableKeys.all(workspace), "order", listing] as const,
};

const ORDER_LIMIT = 2_000;
const CHILD_LIMIT = 1_000;
const idsOf = (uuids: readonly string[]) => uuids.map(encodeRunId).join(".");

interface RowsQuery extends Partial<RunListing> {
  experiment: number;
  columns: readonly ColumnId[];
  limit: number;
  runs?: string;
}

/** Rows with the cells of some columns. */
export function fetchRunRows(
  workspace: string,
  query: RowsQuery,
  signal?: AbortSignal,
): Promise<Page<RunRowDto>> {
  return fetchData(routes.uiApi(workspace, "runs/rows", { ...query }), signal);
}

/** The cells of some columns of these runs. */
export async function fetchRunCells(
  workspace: string,
  query: Pick<RunListing, "experiment" | "view"> & {
    uuids: readonly string[];
    columns: readonly ColumnId[];
  },
  signal?: AbortSignal,
): Promise<RunRowDto[]> {
  const { uuids, ...rest } = query;
  const page = await fetchRunRows(
    workspace,
    { ...rest, runs: idsOf(uuids), limit: Math.max(1, uuids.length) },
    signal,
  );
  return page.items;
}

/** A page of the order, and when it was read. */
export interface RunOrderPage extends RunOrderDto {
  readAt: number;
}

/** The ids of the runs of a listing, page after page; `fetchFirst` reads the first one, with its rows. */
export function runOrderOptions(
  workspace: string,
  listing: RunListing,
  fetchFirst: (signal: AbortSignal) => Promise<RunOrderDto>,
) {
  return infiniteQueryOptions({
    queryKey: runTableKeys.order(workspace, listing),
    queryFn: async ({ pageParam, signal }): Promise<RunOrderPage> => {
      const query = { ...listing, limit: ORDER_LIMIT, pageToken: pageParam };
      const page =
        pageParam === ""
          ? await fetchFirst(signal)
          : await fetchData<RunOrderDto>(routes.uiApi(workspace, "runs/order", query), signal);
      return { ...page, readAt: Date.now() };
    },
    initialPageParam: "",
    getNextPageParam: (last) => last.nextPageToken,
    // Rows stay where they are until somebody asks for the list again.
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The ids of the runs directly below one, in the order of the table. */
export function runChildrenOptions(
  workspace: string,
  { experiment, view, sort }: RunListing,
  parent: string,
) {
  const query = { experiment, view, sort, parent, limit: CHILD_LIMIT };
  return queryOptions({
    queryKey: [...runTableKeys.all(workspace), "children", query] as const,
    queryFn: ({ signal }) =>
      fetchData<RunOrderDto>(routes.uiApi(workspace, "runs/order", query), signal),
  });
}

/** How many runs a listing has, however they are ordered or nested. */
export function runCountOptions(
  workspace: string,
  { experiment, filter, view, isMine }: Omit<RunListing, "sort" | "isTopLevelOnly">,
) {
  const query = { experiment, filter, view, isMine };
  return queryOptions({
    queryKey: [...runTableKeys.all(workspace), "count", query] as const,
    queryFn: ({ signal }) =>
      fetchData<RunCountDto>(routes.uiApi(workspace, "runs/count", query), signal),
  });
}

/** Every column that the runs of an experiment have. */
export function runColumnsOptions(workspace: string, experiment: number) {
  return queryOptions({
    queryKey: [...runTableKeys.all(workspace), "columns", experiment] as const,
    queryFn: ({ signal }) =>
      fetchData<ColumnDto[]>(routes.uiApi(workspace, "runs/columns", { experiment }), signal),
  });
}

/** Of some runs, the columns in which they differ, or those in which any of them has a value. */
export function comparedColumnsOptions(
  workspace: string,
  only: "differing" | "filled",
  uuids: readonly string[],
) {
  return queryOptions({
    queryKey: [...runTableKeys.all(workspace), only, uuids] as const,
    queryFn: ({ signal }) =>
      fetchData<ColumnDto[]>(
        routes.uiApi(workspace, "runs/compared-columns", { only, runs: idsOf(uuids) }),
        signal,
      ),
  });
}

/** The ids of every run that matches, nested ones included: what "select all" means. */
export function fetchMatchingUuids(
  workspace: string,
  { experiment, filter, view, isMine }: RunListing,
): Promise<RunUuidsDto> {
  return fetchData(routes.uiApi(workspace, "runs/uuids", { experiment, filter, view, isMine }));
}

interface ExportedRuns {
  listing: RunListing;
  columns: readonly ColumnId[];
  /** Absent: every run that matches. */
  uuids?: readonly string[];
  except?: readonly string[];
}

/** Where the file of some runs is, with the columns that are shown. */
export function runExportUrl(
  workspace: string,
  { listing, columns, uuids, except = [] }: ExportedRuns,
): string {
  const { experiment, filter, view, isMine, sort } = listing;
  const chosen = uuids ? { runs: idsOf(uuids) } : { filter, isMine, except: idsOf(except) };
  return routes.uiApi(workspace, "runs/export", { experiment, view, sort, columns, ...chosen });
}

/** A run in short, for the panel beside the table. */
export function runPeekOptions(workspace: string, uuid: string) {
  return queryOptions({
    queryKey: [...runTableKeys.all(workspace), "peek", uuid] as const,
    queryFn: ({ signal }) =>
      fetchData<RunPeekDto>(routes.uiApi(workspace, "runs/peek", { run: uuid }), signal),
  });
}
