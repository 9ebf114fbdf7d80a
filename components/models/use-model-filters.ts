"use client";
import { useQueryStates } from "nuqs";
import { modelListParams, modelListUrlKeys } from "@/lib/models/search-params";

/** What the list shows, kept in the address. */
export function useModelFilters() {
  const [filters, setFilters] = useQueryStates(modelListParams, {
    urlKeys: modelListUrlKeys,
    history: "replace",
  });
  const isFiltered = filters.search !== "" || filters.tag !== "" || filters.owner !== "";
  const clear = () => void setFilters({ search: null, tag: null, owner: null });
  return { filters, setFilters, isFiltered, clear };
}
