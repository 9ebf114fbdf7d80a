"use client";
import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { formatBytes } from "@/lib/core/format";
import { type ArtifactPlace, artifactPreviewOptions } from "@/lib/runs/query-options/artifacts";
import { ArtifactContent } from "./artifact-content";

interface ArtifactViewProps {
  workspace: string;
  place: ArtifactPlace;
  /** Where the file is downloaded. */
  href: string;
}

/** One file: its name, its size, what can be shown of it, and the way to the whole of it. */
export function ArtifactView({ workspace, place, href }: ArtifactViewProps) {
  const preview = useQuery(artifactPreviewOptions(workspace, place));
  return (
    <Card>
      <CardHeader
        title={place.path}
        actions={
          <>
            {preview.data ? (
              <span className="text-muted text-xs">{formatBytes(preview.data.size)}</span>
            ) : null}
            <CopyButton noun="path" value={place.path} />
            <a
              href={href}
              download
              className="inline-flex h-control items-center gap-1.5 rounded-md border border-line-control px-3 font-medium text-sm hover:bg-hover"
            >
              <Download aria-hidden="true" className="size-4" />
              Download
            </a>
          </>
        }
      />
      <CardBody>
        {preview.isPending ? <Skeleton className="h-40" /> : null}
        {preview.isError ? (
          <ErrorState
            title="This file cannot be shown"
            action={<Button onClick={() => void preview.refetch()}>Try again</Button>}
          >
            {preview.error.message}
          </ErrorState>
        ) : null}
        {preview.data ? (
          <ArtifactContent preview={preview.data} name={place.path} href={href} />
        ) : null}
      </CardBody>
    </Card>
  );
}
