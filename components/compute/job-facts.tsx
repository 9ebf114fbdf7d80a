import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import type { JobDto } from "@/lib/compute/dto/jobs";
import { commandText } from "@/lib/compute/rules/variables";
import { formatCount, formatDuration, formatPlural, NO_VALUE, shortId } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import { JobDuration } from "./job-duration";

const linkStyle = "break-words text-accent-fg hover:underline";

function limitsText({
  wallClockSeconds,
  memoryMiB,
  cpuSeconds,
  diskMiB,
}: JobDto["limits"]): string {
  return [
    `at most ${formatDuration(wallClockSeconds * 1000)}`,
    ...(memoryMiB === null ? [] : [`${formatCount(memoryMiB)} MiB of memory`]),
    ...(cpuSeconds === null ? [] : [`${formatCount(cpuSeconds)} s of CPU time`]),
    ...(diskMiB === null ? [] : [`${formatCount(diskMiB)} MiB of disk`]),
  ].join(", ");
}

function resourcesText({ cpus, gpus, memoryMiB, custom }: JobDto["resources"]): string {
  const all = [
    ...(cpus === null ? [] : [formatPlural(cpus, "CPU")]),
    ...(gpus === null ? [] : [formatPlural(gpus, "GPU")]),
    ...(memoryMiB === null ? [] : [`${formatCount(memoryMiB)} MiB of memory`]),
    ...Object.entries(custom).map(([name, amount]) => `${amount} × ${name}`),
  ];
  return all.join(", ");
}

function Moment({ at }: { at: number | null }) {
  return at === null ? NO_VALUE : <RelativeTime at={at} />;
}

function Parameters({ parameters }: Pick<JobDto, "parameters">) {
  const values = Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1));
  if (values.length === 0) return null;
  return (
    <DescriptionItem term="Parameters">
      <ul className="grid gap-0.5 font-mono text-xs leading-5">
        {values.map(([name, value]) => (
          <li key={name} className="line-clamp-3 break-words">
            {name} = {String(value)}
          </li>
        ))}
      </ul>
    </DescriptionItem>
  );
}

function Timing({ job }: { job: JobDto }) {
  const isWaitingAgain = job.status === "queued" && job.attempt > 0;
  return (
    <DescriptionList className="content-start">
      <DescriptionItem term="Launched">
        <RelativeTime at={job.createdAt} /> by {job.requestedBy}
      </DescriptionItem>
      <DescriptionItem term="Started">
        <Moment at={job.startedAt} />
      </DescriptionItem>
      {isWaitingAgain ? (
        <DescriptionItem term="Next attempt">
          <Moment at={job.dueAt} />
        </DescriptionItem>
      ) : null}
      <DescriptionItem term="Ended">
        <Moment at={job.endedAt} />
      </DescriptionItem>
      <DescriptionItem term="Duration">
        <JobDuration job={job} />
      </DescriptionItem>
      <DescriptionItem term="Exit code">{job.exitCode ?? NO_VALUE}</DescriptionItem>
      <Parameters parameters={job.parameters} />
    </DescriptionList>
  );
}

function SourceText(props: { source: NonNullable<JobDto["source"]>; commit: string | null }) {
  const { source, commit } = props;
  const isSnapshot = "snapshot" in source;
  const version = isSnapshot ? source.snapshot : commit;
  return (
    <>
      <span className="break-all">{isSnapshot ? "Uploaded snapshot" : source.url}</span>
      <code className="ml-2 break-all font-mono text-xs">
        {version === null ? !isSnapshot && source.ref : shortId(version, 12)}
      </code>
    </>
  );
}

function Places({ workspace, job }: { workspace: string; job: JobDto }) {
  return (
    <DescriptionList className="content-start">
      <DescriptionItem term="Experiment">
        <Link href={routes.experiment(workspace, String(job.experimentId))} className={linkStyle}>
          {job.experimentName}
        </Link>
      </DescriptionItem>
      <DescriptionItem term="Run">
        <Link href={routes.run(workspace, job.runUuid)} className={linkStyle}>
          {job.runName}
        </Link>
      </DescriptionItem>
      <DescriptionItem term="Backend">{job.backend}</DescriptionItem>
      <DescriptionItem term="Limits">{limitsText(job.limits)}</DescriptionItem>
      {resourcesText(job.resources) === "" ? null : (
        <DescriptionItem term="Reserved">{resourcesText(job.resources)}</DescriptionItem>
      )}
      {job.source === null ? null : (
        <DescriptionItem term="Source">
          <SourceText source={job.source} commit={job.sourceCommit} />
        </DescriptionItem>
      )}
      {job.datasets.length === 0 ? null : (
        <DescriptionItem term="Reads">
          {job.datasets.map(({ datasetId, name, version }) => (
            <Link
              key={`${datasetId} ${version}`}
              href={routes.dataset(workspace, datasetId, { version: String(version) })}
              className={`mr-3 ${linkStyle}`}
            >
              {name}, version {version}
            </Link>
          ))}
        </DescriptionItem>
      )}
      {job.pipeline === null ? null : (
        <DescriptionItem term="Pipeline">
          <Link
            href={routes.pipeline(workspace, job.pipeline.id, job.pipeline.version)}
            className={linkStyle}
          >
            {job.pipeline.name}, version {job.pipeline.version}
          </Link>
        </DescriptionItem>
      )}
      {job.againOf === null ? null : (
        <DescriptionItem term="Repeats">
          <Link href={routes.job(workspace, job.againOf)} className={linkStyle}>
            Job {job.againOf}
          </Link>
        </DescriptionItem>
      )}
      <DescriptionItem term="Attempt">
        {job.attempt === 0
          ? `None yet of ${formatCount(job.maxAttempts)}`
          : `${job.attempt} of ${formatCount(job.maxAttempts)}`}
      </DescriptionItem>
      <DescriptionItem term="Priority">{job.priority}</DescriptionItem>
    </DescriptionList>
  );
}

/** What a job does, for whom, and when. */
export function JobFacts({ workspace, job }: { workspace: string; job: JobDto }) {
  const variables = Object.entries(job.environment);
  return (
    <Card>
      <CardHeader title="Job" />
      <CardBody className="grid gap-4">
        <div className="grid gap-x-8 gap-y-2 lg:grid-cols-2">
          <Timing job={job} />
          <Places workspace={workspace} job={job} />
        </div>
        <CodeBlock code={commandText(job.command)} language="Command" />
        {Object.keys(job.runtimeEnvironment).length === 0 ? null : (
          <CodeBlock
            code={JSON.stringify(job.runtimeEnvironment, null, 2)}
            language="Runtime environment"
          />
        )}
        {variables.length === 0 ? null : (
          <details className="text-sm">
            <summary className="cursor-pointer text-muted">
              {formatPlural(variables.length, "environment variable")}
            </summary>
            <CodeBlock
              code={variables.map(([name, value]) => `${name}=${value}`).join("\n")}
              language="Environment"
              className="mt-2"
            />
          </details>
        )}
      </CardBody>
    </Card>
  );
}
