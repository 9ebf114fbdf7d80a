"use client";
import { FlaskConical } from "lucide-react";
import { useState } from "react";
import { Page, PageBody } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { LinkButton } from "@/components/ui/link-button";
import { RelativeTime } from "@/components/ui/relative-time";
import { cancelJobAction } from "@/lib/compute/actions";
import type { BackendDto } from "@/lib/compute/dto/backends";
import type { JobDto, ProvenanceDto, Shown, UsageDto } from "@/lib/compute/dto/jobs";
import { isOver, mayStop } from "@/lib/compute/rules/lifecycle";
import { routes } from "@/lib/core/routes";
import { AgainMenu } from "./again-menu";
import { JobFacts } from "./job-facts";
import { JobLog } from "./job-log";
import { JobStatusBadge } from "./job-status";
import { ProvenanceCard } from "./provenance-card";
import { SilenceNotice } from "./silence-notice";
import { UsageCard } from "./usage-card";

function CancelButton({ job }: { job: JobDto }) {
  const { slug: workspace, role, person } = useWorkspace();
  const mayCancel = useCan("job:stop") && mayStop({ userId: person.id, role }, job);
  const [isOpen, setIsOpen] = useState(false);
  if (!mayCancel || isOver(job.status) || job.cancelRequestedAt !== null) return null;
  const cancel = async () => {
    const result = await cancelJobAction({ workspace, number: job.number });
    return result.ok ? undefined : result.error.message;
  };
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>Cancel job</Button>
      <ConfirmDialog
        open={isOpen}
        onOpenChange={setIsOpen}
        title={`Cancel job “${job.name}”?`}
        description="Its command is asked to stop, and made to after ten seconds. What it has logged stays."
        confirmLabel="Cancel job"
        tone="danger"
        onConfirm={cancel}
      />
    </>
  );
}

const isBad = ({ status }: JobDto) => status === "failed" || status === "lost";

interface JobPageProps {
  workspace: string;
  job: JobDto;
  backends: readonly BackendDto[];
  /** True when nobody follows it any more. */
  isSilent: boolean;
  provenance: Shown<ProvenanceDto>;
  usage: UsageDto;
}

/** One job: what it does, how it stands, and what it prints. */
export function JobPage(props: JobPageProps) {
  const { workspace, job, backends, isSilent, provenance, usage } = props;
  return (
    <Page>
      <PageHeader
        crumbs={[{ label: "Jobs", href: routes.jobs(workspace) }]}
        title={job.name}
        meta={
          <>
            <span className="text-muted text-sm tabular-nums">#{job.number}</span>
            <JobStatusBadge job={job} />
          </>
        }
        actions={
          <>
            <CancelButton job={job} />
            <AgainMenu job={job} backends={backends} />
            <LinkButton href={routes.run(workspace, job.runUuid)}>
              <FlaskConical aria-hidden="true" />
              Open run
            </LinkButton>
          </>
        }
      />
      <PageBody>
        {job.reason === null ? null : (
          <Callout tone={isBad(job) ? "danger" : "neutral"} title={job.reason} />
        )}
        {job.trouble === null || job.troubleSince === null ? null : (
          <Callout tone="warning" title={job.trouble}>
            That is so since <RelativeTime at={job.troubleSince} />. It is tried again and again,
            and the job goes on when it works.
          </Callout>
        )}
        {job.status === "running" && job.trouble === null && job.heartbeatAt !== null ? (
          <SilenceNotice heartbeatAt={job.heartbeatAt} isSilent={isSilent} />
        ) : null}
        <JobFacts workspace={workspace} job={job} />
        <UsageCard number={job.number} initial={usage} />
        <JobLog job={job} />
        <ProvenanceCard provenance={provenance} />
      </PageBody>
    </Page>
  );
}
