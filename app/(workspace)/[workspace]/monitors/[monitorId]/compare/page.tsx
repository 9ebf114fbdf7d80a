import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { SearchParams } from "nuqs/server";
import { ComparePage } from "@/components/monitors/compare-page";
import { getActor } from "@/lib/access/page-actor";
import { orNotFound } from "@/lib/access/page-errors";
import { compareSides } from "@/lib/monitors/queries/comparisons";
import { compareSidesInput } from "@/lib/monitors/schema/comparisons";
import { loadComparisonParams } from "@/lib/monitors/search-params";

export const metadata: Metadata = { title: "Comparison of windows" };

interface Props {
  params: Promise<{ workspace: string; monitorId: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function CompareRoute({ params, searchParams }: Props) {
  const { workspace, monitorId } = await params;
  const { before, after, column, columns } = await loadComparisonParams(searchParams);
  const asked = compareSidesInput.safeParse({
    ...{ monitor: monitorId, before, columns },
    ...{ after: after ?? undefined, column: column ?? undefined },
  });
  if (!asked.success) notFound();
  const comparison = await orNotFound(compareSides(await getActor(workspace), asked.data));
  return <ComparePage comparison={comparison} />;
}
