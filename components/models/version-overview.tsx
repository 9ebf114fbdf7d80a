"use client";
import { KeyValueTable } from "@/components/runs/key-value-table";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Callout } from "@/components/ui/callout";
import { Card, CardHeader } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { NotesCard } from "@/components/ui/notes-card";
import { TagsCard } from "@/components/ui/tags-card";
import { routes } from "@/lib/core/routes";
import type { DeploymentDto } from "@/lib/deployments/dto/deployments";
import {
  deleteVersionTagAction,
  describeVersionAction,
  setVersionTagAction,
} from "@/lib/models/actions";
import type { VersionFilesDto, VersionStandardsDto } from "@/lib/models/dto/comparison";
import { isOwnTag, type VersionPageDto } from "@/lib/models/dto/versions";
import type { Licence } from "@/lib/models/rules/licence";
import { DependenciesCard } from "./dependencies-card";
import { LoadCard } from "./load-card";
import { ServingCard } from "./serving-card";
import { SignatureCard } from "./signature-card";
import { StandardMetrics } from "./standard-metrics";
import { VersionFacts } from "./version-facts";

function NewerVersion({ page: { version, newest } }: { page: VersionPageDto }) {
  const { slug } = useWorkspace();
  if (newest <= version.version) return null;
  return (
    <Callout>
      <Link
        href={routes.modelVersion(slug, version.name, newest)}
        className="font-medium text-accent-fg underline underline-offset-3"
      >
        {`Version ${newest}`}
      </Link>
      {" is the newest of this model."}
    </Callout>
  );
}

interface VersionOverviewProps {
  page: VersionPageDto;
  files: VersionFilesDto;
  standards: VersionStandardsDto;
  licence: Licence | null;
  serving: readonly DeploymentDto[];
}

export function VersionOverview(props: VersionOverviewProps) {
  const { page, files, standards, licence, serving } = props;
  const mayWrite = useCan("model:write");
  const { slug } = useWorkspace();
  const { version, params } = page;
  const target = { workspace: slug, name: version.name, version: version.version };
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(19rem,24rem)]">
      <div className="grid min-w-0 gap-4">
        <NewerVersion page={page} />
        <NotesCard
          title="Description"
          mayWrite={mayWrite}
          note={version.description ?? ""}
          invitation="Say what is new in this version, and what it should not be used for."
          save={(description) => describeVersionAction({ ...target, description })}
        />
        <StandardMetrics page={page} standards={standards} />
        {files.model ? <SignatureCard card={files.model} /> : null}
        <LoadCard version={version} model={files.model} isStored={files.location !== null} />
        <div className="grid min-w-0 items-start gap-4 xl:grid-cols-2">
          <Card>
            <CardHeader title={`Parameters (${params.length})`} />
            <KeyValueTable
              label="Parameters"
              rows={params}
              emptyText="Neither its run nor its logged model has any."
            />
          </Card>
          <DependenciesCard environment={files.environment} />
        </div>
      </div>
      <aside aria-label="Facts" className="grid min-w-0 gap-4">
        <VersionFacts workspace={slug} page={page} files={files} licence={licence} />
        <ServingCard deployments={serving} />
        <TagsCard
          mayWrite={mayWrite}
          tags={version.tags.filter(isOwnTag)}
          emptyText="None. Tags say what a version was checked for: validated, region, ticket."
          onSet={(tag) => setVersionTagAction({ ...target, ...tag })}
          onRemove={(key) => deleteVersionTagAction({ ...target, key })}
        />
      </aside>
    </div>
  );
}
