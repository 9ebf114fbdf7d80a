import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { CompareScreen } from "@/components/runs/compare/compare-screen";
import { getActor } from "@/lib/access/page-actor";
import { getComparison } from "@/lib/runs/queries/compare-runs";
import { MAX_COMPARED_RUNS } from "@/lib/runs/rules";
import { loadCompareParams } from "@/lib/runs/search-params/compare";

export const metadata: Metadata = { title: "Compare runs" };

interface Props {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function ComparePage({ params, searchParams }: Props) {
  const { workspace } = await params;
  const actor = await getActor(workspace);
  const { runs } = await loadCompareParams(searchParams);
  const asked = [...new Set(runs)];
  const compared = asked.slice(0, MAX_COMPARED_RUNS);
  const comparison = await getComparison(actor, compared);
  return (
    <CompareScreen
      workspace={workspace}
      comparison={comparison}
      missing={compared.length - comparison.runs.length}
      dropped={asked.length - compared.length}
    />
  );
}
