"use client";
import Link from "next/link";
import { type KeyValue, KeyValueTable } from "@/components/runs/key-value-table";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Callout } from "@/components/ui/callout";
import { Card, CardHeader } from "@/components/ui/card";
import { NotesCard } from "@/components/ui/notes-card";
import { TagsCard } from "@/components/ui/tags-card";
import { formatNumber } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import {
  deleteVersionTagAction,
  describeVersionAction,
  setVersionTagAction,
} from "@/lib/models/actions";
import { isOwnTag, type VersionPageDto } from "@/lib/models/dto";
import type { ModelCard } from "@/lib/storage/preview/preview";
import { LoadCard } from "./load-card";
import { SignatureCard } from "./signature-card";
import { VersionFacts } from "./version-facts";

interface ValuesCardProps {
  title: string;
  rows: readonly KeyValue[];
  emptyText: string;
}

function ValuesCard({ title, rows, emptyText }: ValuesCardProps) {
  return (
    <Card>
      <CardHeader title={`${title} (${rows.length})`} />
      <KeyValueTable label={title} rows={rows} emptyText={emptyText} />
    </Card>
  );
}

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

/** Enough to tell near equals apart, and to copy. */
const DIGITS = 8;

interface VersionOverviewProps {
  page: VersionPageDto;
  card: ModelCard | null;
}

export function VersionOverview({ page, card }: VersionOverviewProps) {
  const mayWrite = useCan("model:write");
  const { slug } = useWorkspace();
  const { version, metrics, params } = page;
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
        <LoadCard version={version} flavors={card?.flavors ?? []} />
        {card ? <SignatureCard card={card} /> : null}
        <div className="grid min-w-0 items-start gap-4 xl:grid-cols-2">
          <ValuesCard
            title="Metrics"
            rows={metrics.map(({ key, value }) => ({ key, value: formatNumber(value, DIGITS) }))}
            emptyText="Neither its run nor its logged model has any."
          />
          <ValuesCard
            title="Parameters"
            rows={params}
            emptyText="Neither its run nor its logged model has any."
          />
        </div>
      </div>
      <aside aria-label="Facts" className="grid min-w-0 gap-4">
        <VersionFacts workspace={slug} page={page} />
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
