import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { SearchParams } from "nuqs/server";
import { PerformancePage } from "@/components/monitors/performance-page";
import { getActor } from "@/lib/access/page-actor";
import { orNotFound } from "@/lib/access/page-errors";
import { readPerformancePage } from "@/lib/monitors/queries/performance";
import { monitorInput } from "@/lib/monitors/schema/monitors";
import { readPerformancePageInput } from "@/lib/monitors/schema/performance";
import { loadPerformancePageParams } from "@/lib/monitors/search-params";

interface Props {
  params: Promise<{ workspace: string; monitorId: string }>;
  searchParams: Promise<SearchParams>;
}

export const metadata: Metadata = { title: "Performance" };

export default async function PerformanceRoute({ params, searchParams }: Props) {
  const { workspace, monitorId } = await params;
  const parsed = monitorInput.safeParse({ monitor: monitorId });
  if (!parsed.success) notFound();
  const { window, after } = await loadPerformancePageParams(searchParams);
  const fields = readPerformancePageInput.shape;
  const asked = {
    ...parsed.data,
    // What an address says that is no window chooses none.
    window: fields.window.catch(undefined).parse(window ?? undefined),
    after: after ?? undefined,
  };
  const page = await orNotFound(readPerformancePage(await getActor(workspace), asked));
  return <PerformancePage page={page} />;
}
