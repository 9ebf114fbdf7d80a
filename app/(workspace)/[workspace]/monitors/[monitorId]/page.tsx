import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { SearchParams } from "nuqs/server";
import { cache } from "react";
import { MonitorPage } from "@/components/monitors/monitor-page";
import { getActor } from "@/lib/access/page-actor";
import { orNotFound } from "@/lib/access/page-errors";
import { readAnnotations } from "@/lib/incidents/queries/annotations";
import { getMonitor } from "@/lib/monitors/queries/monitors";
import { readMonitorPage } from "@/lib/monitors/queries/screens";
import { monitorInput, readMonitorPageInput } from "@/lib/monitors/schema/monitors";
import { loadMonitorPageParams } from "@/lib/monitors/search-params";

interface Props {
  params: Promise<{ workspace: string; monitorId: string }>;
  searchParams: Promise<SearchParams>;
}

/** Once a request, though the title and the page both want it. */
const readMonitor = cache(async (workspace: string, monitorId: string) => {
  const parsed = monitorInput.safeParse({ monitor: monitorId });
  if (!parsed.success) notFound();
  return orNotFound(getMonitor(await getActor(workspace), parsed.data));
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, monitorId } = await params;
  return { title: (await readMonitor(workspace, monitorId)).name };
}

export default async function MonitorRoute({ params, searchParams }: Props) {
  const { workspace, monitorId } = await params;
  const { id } = await readMonitor(workspace, monitorId);
  const { window, column, columns, after } = await loadMonitorPageParams(searchParams);
  const fields = readMonitorPageInput.shape;
  // What an address says that is no window or column chooses nothing.
  const asked = {
    monitor: id,
    window: fields.window.catch(undefined).parse(window ?? undefined),
    column: fields.column.catch(undefined).parse(column ?? undefined),
    columns: fields.columns.catch(500).parse(columns),
    after: after ?? undefined,
  };
  const actor = await getActor(workspace);
  const page = await orNotFound(readMonitorPage(actor, asked));
  const { windows } = page.heat;
  const [first, last] = [windows[0], windows.at(-1)];
  const span = first && last && { monitor: id, from: first.opensAt, to: last.closesAt };
  const annotations = span ? await readAnnotations(actor, span) : [];
  return <MonitorPage page={page} annotations={annotations} now={Date.now()} />;
}
