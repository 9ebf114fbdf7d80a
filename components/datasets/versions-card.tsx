import { Card, CardHeader } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { routes } from "@/lib/core/routes";
import type { DatasetVersionDto } from "@/lib/datasets/dto/versions";
import { ContentBadge, linkStyles } from "./version-facts";

interface VersionsCardProps {
  workspace: string;
  versions: readonly DatasetVersionDto[];
}

export function VersionsCard({ workspace, versions }: VersionsCardProps) {
  return (
    <Card>
      <CardHeader title="Versions" description="Newest first. A version never changes." />
      <ul className="divide-y divide-line">
        {versions.map((version) => (
          <li key={version.id} className="grid gap-1 px-4 py-3">
            <div className="flex flex-wrap items-center gap-2">
              <Link
                href={routes.dataset(workspace, version.datasetId, {
                  version: String(version.number),
                })}
                className={`${linkStyles} font-medium text-sm`}
              >
                Version {version.number}
              </Link>
              <ContentBadge version={version} />
              <span className="text-muted text-sm">
                <RelativeTime at={version.createdAt} />
                {version.createdBy ? ` by ${version.createdBy}` : ""}
              </span>
            </div>
            <span className="break-all font-mono text-muted text-xs">{version.contentKey}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
