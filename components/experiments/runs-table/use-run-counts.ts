"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { RunCountDto } from "@/lib/runs/dto/table";
import { runCountOptions } from "@/lib/runs/query-options/table";
import type { RunListing } from "@/lib/runs/search-params/listing";

export interface RunCounts {
  matching: RunCountDto;
  total: RunCountDto;
}

interface RunCountsInput {
  workspace: string;
  listing: RunListing;
  seed: { listing: RunListing; counts: RunCounts };
  /** When the list was last read from its top. */
  listedAt: number;
}

/** Runs that match now and did not when the list was read. */
function useNewRuns(count: RunCountDto | undefined, countedAt: number, listedAt: number): number {
  const [baseline, setBaseline] = useState<{ listedAt: number; count: number } | null>(null);
  if (count?.isExact && countedAt >= listedAt && baseline?.listedAt !== listedAt)
    setBaseline({ listedAt, count: count.count });
  if (!count || !baseline || baseline.listedAt !== listedAt) return 0;
  return Math.max(0, count.count - baseline.count);
}

/** "N of M": how many match the filter, and how many there are without it. */
export function useRunCounts({ workspace, listing, seed, listedAt }: RunCountsInput) {
  const isSeed = JSON.stringify(seed.listing) === JSON.stringify(listing);
  const everything = { experiment: listing.experiment, view: listing.view, filter: "" };
  const matching = useQuery({
    ...runCountOptions(workspace, listing),
    ...(isSeed ? { initialData: seed.counts.matching } : {}),
    placeholderData: keepPreviousData,
  });
  const total = useQuery({
    ...runCountOptions(workspace, { ...everything, isMine: false }),
    ...(isSeed ? { initialData: seed.counts.total } : {}),
    placeholderData: keepPreviousData,
  });
  const newRuns = useNewRuns(matching.data, matching.dataUpdatedAt, listedAt);
  return {
    matching: matching.data ?? { count: 0, isExact: true },
    total: total.data ?? { count: 0, isExact: true },
    newRuns: matching.isPlaceholderData ? 0 : newRuns,
  };
}
