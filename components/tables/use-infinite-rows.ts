"use client";
import { useCallback, useMemo } from "react";
import type { GridRange } from "./grid-column";

/** Rows that stand under the last loaded one while more are coming. */
const PENDING_ROWS = 12;
/** Closer than this to the end, the next page is asked for. */
const AHEAD = 60;

interface Pages<Row> {
  pages: readonly { items: readonly Row[] }[] | undefined;
  hasNextPage: boolean;
  isFetching: boolean;
  fetchNextPage: () => unknown;
}

/** Pages of rows as one list for a grid, which asks for the next page shortly before its rows are in sight. */
export function useInfiniteRows<Row>({
  pages,
  hasNextPage,
  isFetching,
  fetchNextPage,
}: Pages<Row>) {
  const rows = useMemo(() => (pages ?? []).flatMap(({ items }) => items), [pages]);
  const isPending = pages === undefined;
  const rowCount = rows.length + (hasNextPage || isPending ? PENDING_ROWS : 0);
  const rowAt = useCallback((index: number) => rows[index], [rows]);
  const onRange = useCallback(
    ({ lastRow }: Pick<GridRange, "lastRow">) => {
      if (hasNextPage && !isFetching && lastRow > rows.length - AHEAD) void fetchNextPage();
    },
    [hasNextPage, isFetching, fetchNextPage, rows.length],
  );
  return { rows, rowCount, rowAt, onRange };
}
