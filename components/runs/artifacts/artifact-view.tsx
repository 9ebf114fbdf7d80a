"use client";
import { useQuery } from "@tanstack/react-query";
import { Button } from "@/components/ui/button";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { ErrorState } from "@/components/ui/error-state";
import { SkeletonLines } from "@/components/ui/skeleton";
import { formatBytes } from "@/lib/core/format";
import { type ArtifactPlace, artifactPreviewOptions } from "@/lib/runs/query-options/artifacts";
import { ArtifactContent } from "./artifact-content";
import { DownloadLink } from "./download-link";

interface ArtifactViewProps {
  workspace: string;
  /** How MLflow names the model that the file would describe. */
  modelUri: string;
  place: ArtifactPlace;
  /** Where the file is downloaded. */
  href: string;
}

/** One file: its name, its size, what can be shown of it, and the way to the whole of it. */
export function ArtifactView({ workspace, modelUri, place, href }: ArtifactViewProps) {
  const preview = useQuery(artifactPreviewOptions(workspace, place));
  return (
    <Card aria-label="Preview">
      <CardHeader
        title={<span title={place.path}>{place.path}</span>}
        description={preview.data ? formatBytes(preview.data.size) : undefined}
        actions={
          <>
            <CopyButton noun="path" value={place.path} />
            <DownloadLink href={href} size="sm" />
          </>
        }
      />
      <CardBody>
        {preview.isPending ? <SkeletonLines lines={8} label="Reading the file" /> : null}
        {preview.isError ? (
          <ErrorState
            title="This file cannot be shown"
            action={
              <Button loading={preview.isFetching} onClick={() => void preview.refetch()}>
                Try again
              </Button>
            }
          >
            {preview.error.message}
          </ErrorState>
        ) : null}
        {preview.data ? (
          <ArtifactContent
            preview={preview.data}
            modelUri={modelUri}
            path={place.path}
            href={href}
          />
        ) : null}
      </CardBody>
    </Card>
  );
}
