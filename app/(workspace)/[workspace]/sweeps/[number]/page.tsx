import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { SearchParams } from "nuqs/server";
import { cache } from "react";
import { SweepPage } from "@/components/sweeps/sweep-page";
import { getActor } from "@/lib/access/page-actor";
import { orNotFound } from "@/lib/access/page-errors";
import { getSweep, listTrials } from "@/lib/sweeps/queries/sweeps";
import { sweepInput } from "@/lib/sweeps/schema";
import { loadSweepParams } from "@/lib/sweeps/search-params";

const PAGE_SIZE = 100;

interface Props {
  params: Promise<{ workspace: string; number: string }>;
  searchParams: Promise<SearchParams>;
}

/** Once a request, though the title and the page both want it. */
const readSweep = cache(async (workspace: string, number: string) => {
  const parsed = sweepInput.safeParse({ number });
  if (!parsed.success) notFound();
  return orNotFound(getSweep(await getActor(workspace), parsed.data));
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, number } = await params;
  const sweep = await readSweep(workspace, number);
  return { title: `Sweep ${sweep.number}: ${sweep.name}` };
}

export default async function SweepRoute({ params, searchParams }: Props) {
  const { workspace, number } = await params;
  const sweep = await readSweep(workspace, number);
  const { sort, after } = await loadSweepParams(searchParams);
  const page = await listTrials(await getActor(workspace), {
    number: sweep.number,
    sort,
    limit: PAGE_SIZE,
    pageToken: after ?? undefined,
  });
  return (
    <SweepPage workspace={workspace} sweep={sweep} trials={page.items} next={page.nextPageToken} />
  );
}
