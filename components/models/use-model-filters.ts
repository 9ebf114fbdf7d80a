"use client";
import { useQueryStates } from "nuqs";
import { modelListParams, modelListUrlKeys } from "@/lib/models/search-params";

/** What the list shows, kept in the address. */
export function useModelFilters() {
  const [filters, setFilters] = useQueryStates(modelListParams, {
    urlKeys: modelListUrlKeys,
    history: "replace",
  });
  const { search, tag, owner, risk, health, isServing } = filters;
  const isFiltered = [search, tag, owner, risk, health, isServing].some(Boolean);
  const clear = () =>
    void setFilters({
      search: null,
      tag: null,
      owner: null,
      risk: null,
      health: null,
      isServing: null,
    });
  return { filters, setFilters, isFiltered, clear };
}
