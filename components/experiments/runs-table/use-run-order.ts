"use client";
import {
  type InfiniteData,
  keepPreviousData,
  useInfiniteQuery,
  useQueries,
  useQueryClient,
} from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import type { Page } from "@/lib/core/page";
import type { RunOrderDto, RunRowDto } from "@/lib/runs/dto/table";
import {
  fetchRunRows,
  type RunOrderPage,
  runChildrenOptions,
  runOrderOptions,
} from "@/lib/runs/query-options/table";
import { type ColumnId, hasValues } from "@/lib/runs/search-params/columns";
import type { RunListing } from "@/lib/runs/search-params/listing";
import { orderRows } from "./row-order";
import type { RunStore } from "./run-store";

const FIRST_ROWS = 100;
/** Columns that come with the first rows; those further right follow when they are in sight. */
const FIRST_COLUMNS = 40;

/** What the server has read already for the first paint. */
export interface RunSeed {
  listing: RunListing;
  page: Page<RunRowDto>;
  columns: readonly ColumnId[];
}

type OrderPages = InfiniteData<RunOrderPage, string>;

function toOrder({ items, nextPageToken }: Page<RunRowDto>): RunOrderDto {
  const uuids = items.map(({ uuid }) => uuid);
  return nextPageToken === undefined ? { uuids } : { uuids, nextPageToken };
}

function seededPages(seed: RunSeed, listing: RunListing): OrderPages | undefined {
  return JSON.stringify(seed.listing) === JSON.stringify(listing)
    ? { pages: [{ ...toOrder(seed.page), readAt: 0 }], pageParams: [""] }
    : undefined;
}

interface RunOrderInput {
  workspace: string;
  listing: RunListing;
  columns: readonly ColumnId[];
  seed: RunSeed;
  store: RunStore;
}

/** Changes of the list that need no reading: rows that are gone, and rows that came back. */
function useOrderEdits(queryKey: readonly unknown[]) {
  const queries = useQueryClient();
  return useMemo(() => {
    const edit = (change: (pages: OrderPages) => OrderPages) =>
      queries.setQueryData<OrderPages>(queryKey, (pages) => pages && change(pages));
    return {
      /** Takes runs off the list. Answers how to put them back where they were. */
      remove: (uuids: ReadonlySet<string>): (() => void) => {
        const before = queries.getQueryData<OrderPages>(queryKey);
        edit(({ pages, pageParams }) => ({
          pages: pages.map((page) => ({
            ...page,
            uuids: page.uuids.filter((uuid) => !uuids.has(uuid)),
            readAt: Date.now(),
          })),
          pageParams,
        }));
        return () => void queries.setQueryData(queryKey, before);
      },
      /** Reads the list again from its top. */
      reload: async () => {
        edit(({ pages, pageParams }) => ({
          pages: pages.slice(0, 1),
          pageParams: pageParams.slice(0, 1),
        }));
        await queries.refetchQueries({ queryKey });
      },
    };
  }, [queries, queryKey]);
}

function useChildren(workspace: string, listing: RunListing, expanded: readonly string[]) {
  return useQueries({
    queries: expanded.map((uuid) => runChildrenOptions(workspace, listing, uuid)),
    combine: (results) =>
      results.map((result, index) => [expanded[index] ?? "", result.data?.uuids] as const),
  });
}

/** Which run stands in which row: the pages read so far, with the children of open runs between them. */
export function useRunOrder({ workspace, listing, columns, seed, store }: RunOrderInput) {
  const options = runOrderOptions(workspace, listing, async (signal) => {
    const first = columns.filter(hasValues).slice(0, FIRST_COLUMNS);
    const query = { ...listing, columns: first, limit: FIRST_ROWS };
    const page = await fetchRunRows(workspace, query, signal);
    store.merge(page.items, first);
    return toOrder(page);
  });
  const initialData = seededPages(seed, listing);
  const order = useInfiniteQuery({
    ...options,
    ...(initialData ? { initialData } : {}),
    placeholderData: keepPreviousData,
  });
  const [expanded, setExpanded] = useState<readonly string[]>([]);
  const children = useChildren(workspace, listing, listing.isTopLevelOnly ? expanded : []);
  const pages = order.data?.pages;
  const uuids = useMemo(() => (pages ?? []).flatMap((page) => page.uuids), [pages]);
  const rows = useMemo(() => {
    const loaded = children.flatMap(([uuid, below]) => (below ? [[uuid, below] as const] : []));
    return orderRows(uuids, new Map(loaded));
  }, [uuids, children]);
  const setRowExpanded = useCallback((uuid: string, isExpanded: boolean) => {
    setExpanded((before) => {
      const rest = before.filter((other) => other !== uuid);
      return isExpanded ? [...rest, uuid] : rest;
    });
  }, []);
  const key = JSON.stringify(options.queryKey);
  const edits = useOrderEdits(useMemo(() => JSON.parse(key), [key]));
  const listedAt = pages?.[0]?.readAt ?? 0;
  return { order, uuids, rows, listedAt, expanded, setRowExpanded, ...edits };
}
