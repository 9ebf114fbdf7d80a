import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { SearchParams } from "nuqs/server";
import { cache } from "react";
import { PipelinePage } from "@/components/pipelines/pipeline-page";
import { getActor } from "@/lib/access/page-actor";
import { orNotFound } from "@/lib/access/page-errors";
import { listJobs } from "@/lib/compute/queries/jobs";
import { listHooks } from "@/lib/pipelines/queries/hooks";
import { getPipeline, getVersion, listVersions } from "@/lib/pipelines/queries/pipelines";
import { listSchedules } from "@/lib/pipelines/queries/schedules";
import { pipelineInput, versionInput } from "@/lib/pipelines/schema/pipelines";
import { loadPipelineParams } from "@/lib/pipelines/search-params";

interface Props {
  params: Promise<{ workspace: string; pipelineId: string }>;
  searchParams: Promise<SearchParams>;
}

/** Once a request, though the title and the page both want it. */
const readPipeline = cache(async (workspace: string, pipelineId: string) => {
  const parsed = pipelineInput.safeParse({ pipelineId });
  if (!parsed.success) notFound();
  return orNotFound(getPipeline(await getActor(workspace), parsed.data));
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, pipelineId } = await params;
  return { title: (await readPipeline(workspace, pipelineId)).name };
}

export default async function PipelineRoute({ params, searchParams }: Props) {
  const { workspace, pipelineId } = await params;
  const pipeline = await readPipeline(workspace, pipelineId);
  const actor = await getActor(workspace);
  const { version, after } = await loadPipelineParams(searchParams);
  const asked = versionInput.safeParse({ pipelineId, version: version ?? pipeline.version });
  if (!asked.success) notFound();
  const [shown, versions, jobs, schedules, hooks] = await Promise.all([
    orNotFound(getVersion(actor, asked.data)),
    listVersions(actor, { pipelineId: pipeline.id, limit: 20 }),
    listJobs(actor, { pipelineId: pipeline.id, limit: 10, pageToken: after ?? undefined }),
    listSchedules(actor, { pipelineId: pipeline.id }),
    listHooks(actor, { pipelineId: pipeline.id }),
  ]);
  return (
    <PipelinePage
      pipeline={pipeline}
      shown={shown}
      versions={versions.items}
      jobs={jobs}
      schedules={schedules}
      hooks={hooks}
    />
  );
}
