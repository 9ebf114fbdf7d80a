import type { ReactNode } from "react";
import { RunStateBadge } from "@/components/runs/run-state-badge";
import { RunSwatch } from "@/components/runs/run-swatch";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { formatBytes, formatPlural, NO_VALUE } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import type { VersionFilesDto } from "@/lib/models/dto/comparison";
import type { VersionPageDto } from "@/lib/models/dto/versions";
import type { Licence } from "@/lib/models/rules/licence";
import { readModelReference } from "@/lib/models/rules/sources";

interface SourceProps {
  workspace: string;
  page: VersionPageDto;
}

interface VersionFactsProps extends SourceProps {
  files: VersionFilesDto;
  licence: Licence | null;
}

const link = "rounded-xs text-accent-fg hover:underline";

function Copied({ value, noun }: { value: string; noun: string }) {
  return (
    <span className="flex min-w-0 items-center gap-1">
      <code title={value} className="min-w-0 truncate font-mono text-xs">
        {value}
      </code>
      <CopyButton value={value} noun={noun} className="-my-1 shrink-0" />
    </span>
  );
}

/** What a version was copied from, or where its files were when it was made. */
function Source({ workspace, page: { version } }: SourceProps): ReactNode {
  const reference = readModelReference(version.source);
  if (reference?.kind !== "version") return <Copied value={version.source} noun="source" />;
  return (
    <Link href={routes.modelVersion(workspace, reference.name, reference.version)} className={link}>
      {`Copied from ${reference.name} version ${reference.version}`}
    </Link>
  );
}

function RunItems({ workspace, page }: SourceProps) {
  const { run, version } = page;
  if (!run)
    return version.runUuid ? (
      <DescriptionItem term="Run">
        <Copied value={version.runUuid} noun="run id" />
      </DescriptionItem>
    ) : null;
  return (
    <>
      <DescriptionItem term="Run">
        <span className="flex flex-wrap items-center gap-2">
          <Link
            href={routes.run(workspace, run.uuid)}
            className={`${link} inline-flex min-w-0 items-center gap-2`}
          >
            <RunSwatch color={run.color} />
            <span className="truncate">{run.name}</span>
          </Link>
          <RunStateBadge status={run.status} lastActivityAt={run.lastActivityAt} />
        </span>
      </DescriptionItem>
      <DescriptionItem term="Experiment">
        <Link href={routes.experiment(workspace, String(run.experimentId))} className={link}>
          {run.experimentName}
        </Link>
      </DescriptionItem>
    </>
  );
}

const notRecorded = <span className="text-muted">Not recorded</span>;

function Size({ size }: { size: VersionFilesDto["size"] }) {
  if (size === null) return notRecorded;
  const bytes = `${size.isComplete ? "" : "At least "}${formatBytes(size.bytes)}`;
  return `${bytes} in ${formatPlural(size.files, "file")}`;
}

/** What the files and people say of the version. */
function FileItems({ files, licence }: Pick<VersionFactsProps, "files" | "licence">) {
  const { model, environment, size } = files;
  const python = environment?.python ?? model?.pythonVersion;
  return (
    <>
      <DescriptionItem term="Size">
        <Size size={size} />
      </DescriptionItem>
      {model && model.flavors.length > 0 ? (
        <DescriptionItem term="Flavors">{model.flavors.join(", ")}</DescriptionItem>
      ) : null}
      {python ? <DescriptionItem term="Python">{python}</DescriptionItem> : null}
      <DescriptionItem term="Licence">
        {licence ? (
          <>
            {licence.text} <span className="text-muted text-xs">{`(${licence.source})`}</span>
          </>
        ) : (
          notRecorded
        )}
      </DescriptionItem>
    </>
  );
}

/** Where a version came from and who made it. */
export function VersionFacts({ workspace, page, files, licence }: VersionFactsProps) {
  const { version, loggedModel, datasets } = page;
  const isItsSource =
    version.source === `models:/${version.loggedModelUuid}` && !loggedModel?.isDeleted;
  return (
    <Card>
      <CardHeader title="Details" />
      <CardBody>
        <DescriptionList>
          <DescriptionItem term="Model">
            <Link href={routes.model(workspace, version.name)} className={link}>
              {version.name}
            </Link>
          </DescriptionItem>
          <RunItems workspace={workspace} page={page} />
          {datasets.length > 0 ? (
            <DescriptionItem term={datasets.length === 1 ? "Dataset" : "Datasets"}>
              <ul className="grid gap-1">
                {datasets.map(({ name, digest, context, version: read }) => (
                  <li key={`${name} ${digest}`} className="min-w-0">
                    {read ? (
                      <Link
                        href={routes.dataset(workspace, read.datasetId, {
                          version: String(read.number),
                        })}
                        className={link}
                      >
                        {`${name} version ${read.number}`}
                      </Link>
                    ) : (
                      name
                    )}
                    <span title={digest} className="block truncate text-muted text-xs">
                      {[context, digest].filter(Boolean).join(" · ")}
                    </span>
                  </li>
                ))}
              </ul>
            </DescriptionItem>
          ) : null}
          <DescriptionItem term="Source">
            <Source workspace={workspace} page={page} />
          </DescriptionItem>
          {version.loggedModelUuid && !isItsSource ? (
            <DescriptionItem term="Logged model">
              {loggedModel?.isDeleted ? (
                <span className="text-muted">{`${loggedModel.name}, deleted`}</span>
              ) : (
                <Copied value={version.loggedModelUuid} noun="logged model id" />
              )}
            </DescriptionItem>
          ) : null}
          {version.runLink ? (
            <DescriptionItem term="Run elsewhere">
              <Copied value={version.runLink} noun="link to the run" />
            </DescriptionItem>
          ) : null}
          <FileItems files={files} licence={licence} />
          <DescriptionItem term="Owner">{version.owner || NO_VALUE}</DescriptionItem>
          <DescriptionItem term="Created">
            <RelativeTime at={version.creationTime} />
          </DescriptionItem>
          <DescriptionItem term="Last change">
            <RelativeTime at={version.lastUpdateTime} />
          </DescriptionItem>
        </DescriptionList>
      </CardBody>
    </Card>
  );
}
