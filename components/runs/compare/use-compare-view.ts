"use client";
import { useQueryStates } from "nuqs";
import { compareParams, compareUrlKeys } from "@/lib/runs/search-params/compare";

/** How the comparison is shown; in the address, so that a link shows a colleague the same. */
export function useCompareView() {
  return useQueryStates(compareParams, { urlKeys: compareUrlKeys, history: "replace" });
}

export type CompareViewState = ReturnType<typeof useCompareView>[0];
export type SetCompareView = ReturnType<typeof useCompareView>[1];
