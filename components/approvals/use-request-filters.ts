"use client";
import { debounce, useQueryStates } from "nuqs";
import { useTransition } from "react";
import { requestListParams } from "@/lib/approvals/search-params";

/** Which requests are shown, kept in the address. */
export function useRequestFilters() {
  const [isLoading, startTransition] = useTransition();
  const [filters, setParams] = useQueryStates(requestListParams, {
    shallow: false,
    history: "push",
    startTransition,
  });
  const show = (view: RequestView) => void setParams({ view, status: null, after: null });
  const narrow = (change: Partial<Pick<typeof filters, "status" | "tier">>) =>
    void setParams({ ...change, after: null });
  const search = (text: string) =>
    void setParams(
      { q: text || null, after: null },
      { history: "replace", limitUrlUpdates: debounce(250) },
    );
  const clear = () => void setParams({ q: null, status: null, tier: null, after: null });
  const isFiltered = filters.q !== "" || filters.status !== null || filters.tier !== null;
  return { filters, isLoading, isFiltered, show, narrow, search, clear };
}

export type RequestView = (typeof requestListParams)["view"]["defaultValue"];
