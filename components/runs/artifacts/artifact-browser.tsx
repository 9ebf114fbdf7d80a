"use client";
import { parseAsString, useQueryState } from "nuqs";
import { useState } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import { routes } from "@/lib/core/routes";
import { ArtifactFolder } from "./artifact-folder";
import { ArtifactView } from "./artifact-view";

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
  const [path, setPath] = useQueryState("file", parseAsString);
  const [isEmpty, setIsEmpty] = useState(false);
  if (isEmpty)
    return (
      <EmptyState title="No artifacts" snippet={{ code: SNIPPET, language: "Python" }}>
        Files that the training logs are listed here, with a preview.
      </EmptyState>
    );
  return (
    <div className="grid gap-4 lg:grid-cols-[minmax(16rem,1fr)_3fr]">
      <nav aria-label="Files" className="min-w-0 self-start rounded-lg border bg-surface p-1.5">
        <ArtifactFolder
          workspace={workspace}
          uri={run.artifactUri}
          path=""
          selected={path}
          onSelect={(next) => void setPath(next)}
          onEmpty={() => setIsEmpty(true)}
        />
      </nav>
      <div className="min-w-0">
        {path === null ? (
          <p className="px-1 py-6 text-muted text-sm">Choose a file to see what is in it.</p>
        ) : (
          <ArtifactView
            key={path}
            workspace={workspace}
            place={{ uri: run.artifactUri, path }}
            href={routes.runFile(workspace, run.uuid, path)}
          />
        )}
      </div>
    </div>
  );
}
