"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { parseAsString, useQueryState } from "nuqs";
import { ArtifactTree } from "@/components/runs/artifacts/artifact-tree";
import { ArtifactView } from "@/components/runs/artifacts/artifact-view";
import { useWorkspace } from "@/components/shell/workspace-context";
import { buttonStyles } from "@/components/ui/button-styles";
import { EmptyState } from "@/components/ui/empty-state";
import { formatBytes, formatPlural } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import type { VersionFilesDto } from "@/lib/models/dto/comparison";
import type { ModelVersionDto } from "@/lib/models/dto/models";
import { artifactListOptions } from "@/lib/runs/query-options/artifacts";

interface VersionFilesProps {
  version: ModelVersionDto;
  /** Where its files are, and how large; null for files that are not in our store. */
  files: Pick<VersionFilesDto, "location" | "size">;
}

/** The files that a version is loaded from. */
export function VersionFiles({ version, files: { location, size } }: VersionFilesProps) {
  if (location === null)
    return (
      <EmptyState title="Its files are kept elsewhere">
        Slipway keeps their address and does not read them:{" "}
        <code className="break-all font-mono text-xs">{version.storageLocation}</code>
      </EmptyState>
    );
  return <StoredFiles version={version} location={location} size={size} />;
}

interface DownloadAllProps {
  version: ModelVersionDto;
  size: VersionFilesDto["size"];
}

function DownloadAll({ version, size }: DownloadAllProps) {
  const { slug } = useWorkspace();
  if (!size) return null;
  if (!size.isComplete)
    return (
      <p className="text-muted text-sm">
        More files than one archive holds. Fetch them with mlflow.artifacts.download_artifacts.
      </p>
    );
  return (
    <div className="flex flex-wrap items-center gap-3">
      <a
        href={routes.modelVersionArchive(slug, version.name, version.version)}
        download
        className={buttonStyles({ size: "sm" })}
      >
        <Download aria-hidden="true" />
        Download all
      </a>
      <span className="text-muted text-sm">
        {`${formatPlural(size.files, "file")}, ${formatBytes(size.bytes)}, as a tar archive`}
      </span>
    </div>
  );
}

interface StoredFilesProps extends DownloadAllProps {
  location: string;
}

function StoredFiles({ version, location, size }: StoredFilesProps) {
  const { slug } = useWorkspace();
  const [path, setPath] = useQueryState("file", parseAsString);
  const root = useInfiniteQuery(artifactListOptions(slug, { uri: location, path: "" }));
  if (root.data?.pages.every(({ items }) => items.length === 0))
    return (
      <EmptyState title="No files">
        Nothing is stored at{" "}
        <code className="break-all font-mono text-xs">{version.storageLocation}</code>. They may
        have been deleted, or were never uploaded.
      </EmptyState>
    );
  return (
    <div className="grid gap-3">
      <DownloadAll version={version} size={size} />
      <div className="grid gap-4 lg:grid-cols-[minmax(16rem,1fr)_3fr]">
        <div className="min-w-0 self-start rounded-lg border bg-surface p-1.5">
          <ArtifactTree
            workspace={slug}
            uri={location}
            selected={path}
            onSelect={(next) => void setPath(next)}
          />
        </div>
        <div className="min-w-0">
          {path === null ? (
            <p className="px-1 py-6 text-muted text-sm">Choose a file to see what is in it.</p>
          ) : (
            <ArtifactView
              key={path}
              workspace={slug}
              modelUri={`models:/${version.name}/${version.version}`}
              place={{ uri: location, path }}
              href={routes.modelVersionFile(slug, version.name, version.version, path)}
            />
          )}
        </div>
      </div>
    </div>
  );
}
