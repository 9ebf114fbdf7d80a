"use client";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { FileSearch, FolderOpen, RefreshCw } from "lucide-react";
import { useQueryState } from "nuqs";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { IconButton } from "@/components/ui/icon-button";
import { routes } from "@/lib/core/routes";
import { artifactKeys, artifactListOptions } from "@/lib/runs/query-options/artifacts";
import { artifactSearchParams } from "@/lib/runs/search-params/artifacts";
import { ArtifactTree } from "./artifact-tree";
import { ArtifactView } from "./artifact-view";
import { modelUriOf } from "./model-uri";

interface ArtifactBrowserProps {
  workspace: string;
  run: { uuid: string; artifactUri: string };
}

const SNIPPET = `import mlflow

with mlflow.start_run():
    mlflow.log_artifact("report.html")
    mlflow.log_dict({"classes": ["a", "b"]}, "classes.json")`;

/** The files of a run: a tree that opens in place, and beside it what can be shown of the chosen file. */
export function ArtifactBrowser({ workspace, run }: ArtifactBrowserProps) {
  const uri = run.artifactUri;
  const [file, setFile] = useQueryState("file", artifactSearchParams.file);
  const client = useQueryClient();
  const root = useInfiniteQuery(artifactListOptions(workspace, { uri, path: "" }));
  const refresh = () =>
    void client.invalidateQueries({ queryKey: artifactKeys.all(workspace, uri) });
  const refreshButton = (
    <Button loading={root.isFetching} onClick={refresh}>
      Look again
    </Button>
  );
  if (root.isError && !root.data)
    return (
      <ErrorState title="The files cannot be listed" action={refreshButton}>
        {root.error.message}
      </ErrorState>
    );
  if (root.data?.pages.every(({ items }) => items.length === 0))
    return (
      <EmptyState
        icon={<FolderOpen />}
        title="No artifacts"
        snippet={{ code: SNIPPET, language: "Python" }}
        action={refreshButton}
      >
        Files that the training logs are listed here, with a preview.
      </EmptyState>
    );
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(16rem,1fr)_3fr]">
      <Card className="lg:sticky lg:top-4">
        <CardHeader
          title="Files"
          actions={
            <IconButton
              size="sm"
              label="Look for new files"
              loading={root.isFetching && !root.isPending}
              onClick={refresh}
            >
              <RefreshCw aria-hidden="true" className="size-3.5" />
            </IconButton>
          }
        />
        <div className="max-h-60 overflow-y-auto overscroll-contain p-1.5 lg:max-h-[75dvh]">
          <ArtifactTree
            workspace={workspace}
            uri={uri}
            selected={file}
            onSelect={(path) => void setFile(path)}
          />
        </div>
      </Card>
      {file === null ? (
        <EmptyState icon={<FileSearch />} title="No file chosen" className="max-lg:py-6">
          Choose a file to see what is in it.
        </EmptyState>
      ) : (
        <ArtifactView
          key={file}
          workspace={workspace}
          modelUri={modelUriOf(run.uuid, file)}
          place={{ uri, path: file }}
          href={routes.runFile(workspace, run.uuid, file)}
        />
      )}
    </div>
  );
}
