import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { JobPage } from "@/components/compute/job-page";
import { getActor } from "@/lib/access/page-actor";
import { orNotFound } from "@/lib/access/page-errors";
import { toShown } from "@/lib/compute/dto/jobs";
import { listBackends } from "@/lib/compute/queries/backends";
import { getJob } from "@/lib/compute/queries/jobs";
import { getProvenance, getUsage } from "@/lib/compute/queries/provenance";
import { isSilent } from "@/lib/compute/rules/lifecycle";
import { jobInput } from "@/lib/compute/schema/jobs";

interface Props {
  params: Promise<{ workspace: string; number: string }>;
}

/** Once a request, though the title and the page both want it. */
const readJob = cache(async (workspace: string, number: string) => {
  const parsed = jobInput.safeParse({ number });
  if (!parsed.success) notFound();
  return orNotFound(getJob(await getActor(workspace), parsed.data));
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, number } = await params;
  const job = await readJob(workspace, number);
  return { title: `Job ${job.number}: ${job.name}` };
}

export default async function JobRoute({ params }: Props) {
  const { workspace, number } = await params;
  const job = await readJob(workspace, number);
  const actor = await getActor(workspace);
  const [backends, provenance, usage] = await Promise.all([
    listBackends(actor),
    getProvenance(actor, job),
    getUsage(actor, job),
  ]);
  return (
    <JobPage
      workspace={workspace}
      job={job}
      backends={backends}
      isSilent={isSilent(job, Date.now())}
      provenance={toShown(provenance)}
      usage={usage}
    />
  );
}
