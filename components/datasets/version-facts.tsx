import { Fingerprint, TriangleAlert } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Card, CardBody } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { formatBytes, formatCount } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import type { DatasetDto, VersionDetailDto } from "@/lib/datasets/dto/datasets";
import type { DatasetVersionDto } from "@/lib/datasets/dto/versions";

export const linkStyles = "rounded-xs text-accent-fg hover:underline";

function identityText({ contentKind, file }: DatasetVersionDto): string {
  if (contentKind === "weak")
    return "The client said nothing that names the whole content. Two versions of this kind may differ in ways that nobody recorded.";
  if (file) return "SHA-256 of the whole file, computed here.";
  return "Stated by the client that logged it.";
}

/** How sure it is that a version's name stands for its content; in words, not by colour alone. */
export function ContentBadge({ version }: { version: DatasetVersionDto }) {
  const isWeak = version.contentKind === "weak";
  return (
    <Badge
      tone={isWeak ? "warning" : "success"}
      icon={isWeak ? <TriangleAlert aria-hidden="true" /> : <Fingerprint aria-hidden="true" />}
    >
      {isWeak ? "Weakly identified" : version.contentKind}
    </Badge>
  );
}

interface VersionFactsProps {
  workspace: string;
  dataset: DatasetDto;
  detail: VersionDetailDto;
}

/** What the version shown is, and what its identity rests on. */
export function VersionFacts({ workspace, dataset, detail }: VersionFactsProps) {
  const { version, rows, same } = detail;
  return (
    <Card>
      <CardBody>
        <DescriptionList>
          <DescriptionItem term="Identity">
            <span className="flex flex-wrap items-center gap-1.5">
              <ContentBadge version={version} />
              <span className="min-w-0 break-all font-mono text-xs">{version.contentKey}</span>
              <CopyButton noun="content key" value={version.contentKey} />
            </span>
            <span className="text-muted text-xs">{identityText(version)}</span>
          </DescriptionItem>
          <DescriptionItem term="Source">
            {version.file
              ? `${version.file.name}, ${formatBytes(version.file.size)}, uploaded`
              : `${version.sourceType} `}
            {dataset.place ? (
              <span className="break-all font-mono text-xs">{dataset.place}</span>
            ) : null}
          </DescriptionItem>
          {version.digest ? (
            <DescriptionItem term="MLflow digest">
              <span className="font-mono text-xs">{version.digest}</span>
            </DescriptionItem>
          ) : null}
          <DescriptionItem term="Rows">
            {rows === null ? "Not known" : formatCount(rows)}
          </DescriptionItem>
          <DescriptionItem term="Recorded">
            <RelativeTime at={version.createdAt} />
            {version.createdBy ? ` by ${version.createdBy}` : ""}
          </DescriptionItem>
          {same.length > 0 ? (
            <DescriptionItem term="Same content">
              {same.map(({ datasetId, datasetName, number }) => (
                <Link
                  key={`${datasetId} ${number}`}
                  className={`${linkStyles} mr-3`}
                  href={routes.dataset(workspace, datasetId, { version: String(number) })}
                >
                  {`${datasetName} version ${number}`}
                </Link>
              ))}
            </DescriptionItem>
          ) : null}
        </DescriptionList>
      </CardBody>
    </Card>
  );
}
