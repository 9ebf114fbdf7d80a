"use client";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { routes } from "@/lib/core/routes";
import type { PipelineDto, VersionDto, VersionSummaryDto } from "@/lib/pipelines/dto/pipelines";

interface DeclarationCardProps {
  pipeline: PipelineDto;
  shown: VersionDto;
  /** The newest ones. */
  versions: readonly VersionSummaryDto[];
}

/** A declaration as it was written, and the others to look at. */
export function DeclarationCard({ pipeline, shown, versions }: DeclarationCardProps) {
  const { slug } = useWorkspace();
  return (
    <Card>
      <CardHeader
        title="Declaration"
        description={
          <>
            Version {shown.version} by {shown.createdBy}, <RelativeTime at={shown.createdAt} />
          </>
        }
      />
      <CardBody className="grid gap-4">
        <CodeBlock code={shown.text} language="YAML" />
        {versions.length < 2 ? null : (
          <nav aria-label="Versions" className="flex flex-wrap gap-x-3 gap-y-1 text-sm">
            {versions.map(({ version }) => (
              <Link
                key={version}
                href={routes.pipeline(slug, pipeline.id, version)}
                scroll={false}
                aria-current={version === shown.version ? "page" : undefined}
                className="rounded-sm text-muted hover:text-fg aria-[current=page]:font-semibold aria-[current=page]:text-fg"
              >
                Version {version}
              </Link>
            ))}
          </nav>
        )}
      </CardBody>
    </Card>
  );
}
