"use client";
import { Cpu } from "lucide-react";
import { JobItem } from "@/components/compute/job-list";
import { Page, PageBody } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { RefreshOnChange } from "@/components/shell/refresh-on-change";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Badge } from "@/components/ui/badge";
import { Callout } from "@/components/ui/callout";
import { Card, CardHeader } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageLinks } from "@/components/workspaces/page-links";
import type { JobDto } from "@/lib/compute/dto/jobs";
import type { Page as PageOf } from "@/lib/core/page";
import { routes } from "@/lib/core/routes";
import type { HookDto } from "@/lib/pipelines/dto/hooks";
import type { PipelineDto, VersionDto, VersionSummaryDto } from "@/lib/pipelines/dto/pipelines";
import type { ScheduleDto } from "@/lib/pipelines/dto/schedules";
import { DeclarationCard } from "./declaration-card";
import { HooksCard } from "./hooks-card";
import { PipelineButtons } from "./pipeline-buttons";
import { SchedulesCard } from "./schedules-card";

function JobsCard({ jobs }: { jobs: readonly JobDto[] }) {
  return (
    <Card>
      <CardHeader title="Jobs" />
      {jobs.length === 0 ? (
        <EmptyState icon={<Cpu />} title="Not launched yet">
          Its jobs appear here, the newest first.
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line">
          {jobs.map((job) => (
            <JobItem key={job.number} job={job} />
          ))}
        </ul>
      )}
    </Card>
  );
}

interface PipelinePageProps {
  pipeline: PipelineDto;
  /** The version that is looked at. */
  shown: VersionDto;
  versions: readonly VersionSummaryDto[];
  jobs: PageOf<JobDto>;
  schedules: readonly ScheduleDto[];
  hooks: readonly HookDto[];
}

/** One pipeline: what was launched from it, when it is launched by itself, and what it declares. */
export function PipelinePage({
  pipeline,
  shown,
  versions,
  jobs,
  schedules,
  hooks,
}: PipelinePageProps) {
  const { slug } = useWorkspace();
  return (
    <Page>
      <PageHeader
        crumbs={[{ label: "Pipelines", href: routes.pipelines(slug) }]}
        title={pipeline.name}
        meta={pipeline.isArchived ? <Badge>Archived</Badge> : null}
        actions={<PipelineButtons pipeline={pipeline} />}
      />
      <PageBody>
        <RefreshOnChange topics={["jobs", `pipeline:${pipeline.id}`]} />
        {pipeline.newest.declaration === null ? (
          <Callout tone="warning" title="This declaration would be refused today">
            Edit it before it is launched again.
          </Callout>
        ) : null}
        {pipeline.description === "" ? null : (
          <p className="max-w-180 whitespace-pre-line break-words text-sm">
            {pipeline.description}
          </p>
        )}
        <JobsCard jobs={jobs.items} />
        <PageLinks next={jobs.nextPageToken} />
        <SchedulesCard pipeline={pipeline} schedules={schedules} />
        <HooksCard pipeline={pipeline} hooks={hooks} />
        <DeclarationCard pipeline={pipeline} shown={shown} versions={versions} />
      </PageBody>
    </Page>
  );
}
