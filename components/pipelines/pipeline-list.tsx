"use client";
import { FileCode2 } from "lucide-react";
import { useQueryStates } from "nuqs";
import { useTransition } from "react";
import { JobStatusBadge } from "@/components/compute/job-status";
import { RefreshOnChange } from "@/components/shell/refresh-on-change";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { Select } from "@/components/ui/select";
import { Spinner } from "@/components/ui/spinner";
import { routes } from "@/lib/core/routes";
import type { PipelineSummaryDto } from "@/lib/pipelines/dto/pipelines";
import { PIPELINE_STATES, pipelineListParams } from "@/lib/pipelines/search-params";
import { EXAMPLE_DECLARATION } from "./example";

const STATES = [
  { value: "active", label: "Active" },
  { value: "archived", label: "Archived" },
] as const;

function NoPipelines() {
  const mayWrite = useCan("pipeline:write");
  return (
    <EmptyState
      icon={<FileCode2 />}
      title="No pipelines yet"
      snippet={mayWrite ? { code: EXAMPLE_DECLARATION, language: "YAML" } : undefined}
      className="max-w-180"
    >
      A pipeline is a job that is declared once, in YAML, and launched with parameters.
      {mayWrite ? " Make one with the button above; this is what it says." : null}
    </EmptyState>
  );
}

function PipelineItem({ pipeline }: { pipeline: PipelineSummaryDto }) {
  const { slug } = useWorkspace();
  const { id, name, description, version, lastJob } = pipeline;
  return (
    <li className="grid gap-1 px-4 py-3">
      <div className="flex items-start gap-x-3">
        <Link
          href={routes.pipeline(slug, id)}
          className="min-w-0 grow break-words font-medium text-accent-fg text-sm hover:underline"
        >
          {name}
        </Link>
        <span className="shrink-0 text-muted text-sm tabular-nums">version {version}</span>
      </div>
      {description === "" ? null : (
        <p className="line-clamp-2 break-words text-sm">{description}</p>
      )}
      <p className="flex flex-wrap items-center gap-x-2 text-muted text-xs">
        {lastJob === null ? (
          "Not launched yet"
        ) : (
          <>
            <Link href={routes.job(slug, lastJob.number)} className="hover:underline">
              Job #{lastJob.number}
            </Link>
            <JobStatusBadge job={{ status: lastJob.status, cancelRequestedAt: null }} />
            <RelativeTime at={lastJob.createdAt} />
          </>
        )}
      </p>
    </li>
  );
}

/** Pipelines of the workspace by name. */
export function PipelineList({ pipelines }: { pipelines: readonly PipelineSummaryDto[] }) {
  const [isLoading, startTransition] = useTransition();
  const [{ state }, setFilters] = useQueryStates(pipelineListParams, {
    shallow: false,
    history: "push",
    startTransition,
  });
  const choose = (value: string) =>
    void setFilters({
      state: PIPELINE_STATES.find((one) => one === value) ?? null,
      after: null,
    });
  return (
    <section aria-label="Pipelines" className="grid gap-3">
      <RefreshOnChange topics={["pipelines", "jobs"]} />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Select label="State" options={STATES} value={state} onChange={choose} className="w-36" />
        {isLoading ? <Spinner label="Loading pipelines" /> : null}
      </div>
      <Card>
        {pipelines.length > 0 ? (
          <ul className="divide-y divide-line">
            {pipelines.map((pipeline) => (
              <PipelineItem key={pipeline.id} pipeline={pipeline} />
            ))}
          </ul>
        ) : state === "archived" ? (
          <EmptyState icon={<FileCode2 />} title="No archived pipelines">
            What is archived here is launched no more until it is restored.
          </EmptyState>
        ) : (
          <NoPipelines />
        )}
      </Card>
    </section>
  );
}
