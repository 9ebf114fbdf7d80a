import { ExternalLink, GitBranch } from "lucide-react";
import type { ReactNode } from "react";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import type { JobDto } from "@/lib/compute/dto/jobs";
import { NO_VALUE, shortId } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import type { RunDto, RunInfoDto } from "@/lib/runs/dto/runs";
import type { RunFacts } from "./prepare-run-facts";
import { RunDuration } from "./run-duration";
import { RunProof } from "./run-proof";
import { RunStateBadge } from "./run-state-badge";

interface RunDetailsProps {
  workspace: string;
  run: RunDto;
  facts: RunFacts;
  experimentName: string;
  parent: RunInfoDto | null;
  /** Names and numbers of the registered versions made from it. */
  versions: readonly { name: string; version: number }[];
  /** The job that made it. */
  job: JobDto | null;
}

const link = "rounded-xs text-accent-fg hover:underline";

/** The run in a few lines: how it went, where it came from, where it belongs. */
export function RunDetails(props: RunDetailsProps) {
  const { workspace, run, facts, experimentName, parent, versions, job } = props;
  return (
    <Card>
      <CardHeader title="Details" />
      <CardBody>
        <DescriptionList>
          <DescriptionItem term="Status">
            <RunStateBadge status={run.status} lastActivityAt={run.lastActivityAt} />
          </DescriptionItem>
          <DescriptionItem term="Started">
            {run.startTime > 0 ? <RelativeTime at={run.startTime} /> : NO_VALUE}
          </DescriptionItem>
          <DescriptionItem term="Duration">
            <RunDuration
              status={run.status}
              startTime={run.startTime}
              endTime={run.endTime}
              lastActivityAt={run.lastActivityAt}
            />
          </DescriptionItem>
          {run.status === "RUNNING" ? (
            <DescriptionItem term="Last written">
              <RelativeTime at={run.lastActivityAt} />
            </DescriptionItem>
          ) : null}
          <DescriptionItem term="User">{run.userId || facts.user || NO_VALUE}</DescriptionItem>
          <DescriptionItem term="Experiment">
            <Link href={routes.experiment(workspace, String(run.experimentId))} className={link}>
              {experimentName}
            </Link>
          </DescriptionItem>
          {job ? (
            <DescriptionItem term="Job">
              <Link href={routes.job(workspace, job.number)} className={link}>
                #{job.number} on {job.backend}
              </Link>
            </DescriptionItem>
          ) : null}
          {parent ? (
            <DescriptionItem term="Parent run">
              <Link href={routes.run(workspace, parent.uuid)} className={link}>
                {parent.name}
              </Link>
            </DescriptionItem>
          ) : null}
          <SourceItems facts={facts} />
          {versions.length > 0 ? (
            <DescriptionItem term="Registered as">
              <ul className="grid gap-0.5">
                {versions.map(({ name, version }) => (
                  <li key={`${name} ${version}`}>
                    <Link href={routes.modelVersion(workspace, name, version)} className={link}>
                      {name} version {version}
                    </Link>
                  </li>
                ))}
              </ul>
            </DescriptionItem>
          ) : null}
          <DescriptionItem term="Run id">
            <Copied value={run.uuid} noun="run id">
              {shortId(run.uuid, 12)}…
            </Copied>
          </DescriptionItem>
          {isFinished(run) ? (
            <DescriptionItem term="Proof">
              <RunProof workspace={workspace} runUuid={run.uuid} />
            </DescriptionItem>
          ) : null}
          <DescriptionItem term="Artifacts at">
            <Copied value={run.artifactUri} noun="artifact location">
              {run.artifactUri}
            </Copied>
          </DescriptionItem>
        </DescriptionList>
      </CardBody>
    </Card>
  );
}

const isFinished = ({ status }: RunDto) => status !== "RUNNING" && status !== "SCHEDULED";

function Copied({ value, noun, children }: { value: string; noun: string; children: ReactNode }) {
  return (
    <span className="flex min-w-0 items-center gap-1">
      <code title={value} className="min-w-0 truncate font-mono text-xs">
        {children}
      </code>
      <CopyButton value={value} noun={noun} className="-my-1 shrink-0" />
    </span>
  );
}

function SourceItems({ facts }: { facts: RunFacts }) {
  const { source, sourceKind, git } = facts;
  return (
    <>
      {source ? (
        <DescriptionItem term={sourceKind ?? "Source"}>
          <code className="break-all font-mono text-xs">{source}</code>
        </DescriptionItem>
      ) : null}
      {git ? (
        <DescriptionItem term="Git commit">
          <span className="flex min-w-0 flex-wrap items-center gap-x-2">
            {git.url ? (
              <a
                href={git.url}
                target="_blank"
                rel="noreferrer noopener"
                className={`${link} inline-flex items-center gap-1 font-mono text-xs`}
              >
                {shortId(git.commit)}
                <ExternalLink aria-hidden="true" className="size-3" />
              </a>
            ) : (
              <code className="font-mono text-xs">{shortId(git.commit)}</code>
            )}
            {git.branch ? (
              <span className="inline-flex items-center gap-1 text-muted text-xs">
                <GitBranch aria-hidden="true" className="size-3" />
                {git.branch}
              </span>
            ) : null}
            <CopyButton value={git.commit} noun="commit" className="-my-1" />
          </span>
        </DescriptionItem>
      ) : null}
    </>
  );
}
