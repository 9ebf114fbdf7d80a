"use client";
import { useQuery } from "@tanstack/react-query";
import { Workflow } from "lucide-react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { SkeletonLines } from "@/components/ui/skeleton";
import type { LineageNodeDto } from "@/lib/lineage/dto";
import { lineageSearchOptions } from "@/lib/lineage/query-options";
import { KIND_LOOKS } from "./node-looks";

const SNIPPET = `import mlflow

with mlflow.start_run():
    mlflow.log_input(mlflow.data.from_pandas(table, name="sales"), context="training")
    mlflow.sklearn.log_model(model, name="model", registered_model_name="churn")`;

interface LineageStartProps {
  onPick: (id: string) => void;
}

/** No node is chosen yet: where one would begin. */
export function LineageStart({ onPick }: LineageStartProps) {
  const { slug } = useWorkspace();
  const { data, error } = useQuery(lineageSearchOptions(slug, ""));
  if (error) return <ErrorState title="The graph could not be read">{error.message}</ErrorState>;
  if (!data) return <SkeletonLines lines={6} label="Looking for a beginning" className="p-6" />;
  if (data.length === 0)
    return (
      <EmptyState
        icon={<Workflow />}
        title="Nothing to trace yet"
        snippet={{ code: SNIPPET, language: "Python" }}
        className="max-w-180"
      >
        A run that logs what it read and registers what it made draws the graph from data to model.
      </EmptyState>
    );
  return (
    <div className="mx-auto grid w-full max-w-180 gap-4 px-4 py-8">
      <div className="grid gap-1">
        <h2 className="font-semibold text-base">Where to begin</h2>
        <p className="text-muted text-sm">
          Choose what to trace, or find it by name above: its origin and everything made of it.
        </p>
      </div>
      <ul className="grid gap-1.5 sm:grid-cols-2">
        {data.map((node) => (
          <li key={node.id} className="min-w-0">
            <Beginning node={node} onPick={onPick} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Beginning({ node, onPick }: { node: LineageNodeDto } & LineageStartProps) {
  const { Icon, label } = KIND_LOOKS[node.kind];
  const about = [label, ...node.places, node.subtitle].filter(Boolean).join(" · ");
  return (
    <button
      type="button"
      onClick={() => onPick(node.id)}
      className="flex w-full items-center gap-2.5 rounded-md border bg-surface px-3 py-2 text-left hover:bg-hover"
    >
      <Icon aria-hidden="true" className="size-4 shrink-0 text-muted" />
      <span className="grid min-w-0">
        <span className="truncate font-medium text-sm">{node.title}</span>
        <span className="truncate text-muted text-xs">{about}</span>
      </span>
    </button>
  );
}
