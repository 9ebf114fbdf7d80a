"use client";
import { useQueryStates } from "nuqs";
import { experimentListParams, experimentListUrlKeys } from "@/lib/experiments/search-params";

/** What the list shows, kept in the address. */
export function useExperimentFilters() {
  const [filters, setFilters] = useQueryStates(experimentListParams, {
    urlKeys: experimentListUrlKeys,
    history: "replace",
  });
  const isFiltered = filters.search !== "" || filters.tag !== "" || filters.owner !== "";
  const clear = () => void setFilters({ search: null, tag: null, owner: null });
  return { filters, setFilters, isFiltered, clear };
}
