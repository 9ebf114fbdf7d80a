import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import type { SearchParams } from "nuqs/server";
import { cache } from "react";
import { RunsScreen } from "@/components/experiments/runs-table/runs-screen";
import { Page } from "@/components/shell/page";
import type { Actor } from "@/lib/access/actor";
import { getActor } from "@/lib/access/page-actor";
import { AppError } from "@/lib/core/errors";
import { routes } from "@/lib/core/routes";
import { NOTE_TAG } from "@/lib/experiments/dto";
import { getExperiment } from "@/lib/experiments/queries/get-experiment";
import { isOwnTag } from "@/lib/experiments/rules";
import { getRunTable } from "@/lib/runs/queries/run-table";
import { listRunViews } from "@/lib/runs/queries/views";
import { loadRunTableParams } from "@/lib/runs/search-params/table";
import { viewToOpen } from "@/lib/runs/search-params/views";

interface Props {
  params: Promise<{ workspace: string; experimentId: string }>;
  searchParams: Promise<SearchParams>;
}

const readExperiment = cache(async (actor: Actor, id: string) => {
  if (!/^\d{1,15}$/.test(id)) notFound();
  try {
    return await getExperiment(actor, Number(id));
  } catch (error) {
    if (error instanceof AppError && error.code === "NOT_FOUND") notFound();
    throw error;
  }
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, experimentId } = await params;
  return { title: (await readExperiment(await getActor(workspace), experimentId)).name };
}

export default async function ExperimentPage({ params, searchParams }: Props) {
  const { workspace, experimentId } = await params;
  const actor = await getActor(workspace);
  const [experiment, state] = await Promise.all([
    readExperiment(actor, experimentId),
    loadRunTableParams(searchParams),
  ]);
  const views = await listRunViews(actor, experiment.id);
  const opened = viewToOpen(views, state, await searchParams);
  if (opened) redirect(routes.experimentView(workspace, experiment.id, opened));
  const { catalogue, ...seed } = await getRunTable(actor, experiment.id, state);
  const { id, name, isDeleted, tags } = experiment;
  const note = tags.find(({ key }) => key === NOTE_TAG)?.value ?? "";
  return (
    <Page fill>
      <RunsScreen
        experiment={{ id, name, isDeleted, note, tags: tags.filter(isOwnTag) }}
        catalogue={catalogue}
        views={views}
        seed={seed}
      />
    </Page>
  );
}
