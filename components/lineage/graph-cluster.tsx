"use client";
import type { Node, NodeProps } from "@xyflow/react";
import { Layers } from "lucide-react";
import { memo } from "react";
import { cn } from "@/components/ui/class-names";
import { useGraph } from "./graph-context";
import { Handles, useActiveFocus } from "./graph-node";
import { clusterText } from "./node-looks";
import type { PictureCluster } from "./prepare-picture";

export type ClusterOfGraph = Node<{ item: PictureCluster }, "cluster">;

/** Siblings that are summed up: their list opens beside. */
export const GraphCluster = memo(function GraphCluster({
  id,
  data: { item },
}: NodeProps<ClusterOfGraph>) {
  const { related, activate, list, toggle } = useGraph();
  const { cluster, isOpened } = item;
  const { button, isActive } = useActiveFocus(id);
  return (
    <div className="pointer-events-auto size-full">
      <Handles />
      <button
        ref={button}
        type="button"
        data-lineage-node={id}
        tabIndex={isActive ? 0 : -1}
        onFocus={() => activate(id)}
        onClick={() => list(cluster)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || isOpened) return;
          event.preventDefault();
          toggle(cluster.node, [cluster.direction]);
        }}
        className={cn(
          "nopan flex size-full items-center gap-2 rounded-md border border-line-control border-dashed bg-canvas px-2.5 text-left font-medium text-muted text-xs hover:bg-hover hover:text-fg",
          related?.has(cluster.node) && "border-accent",
        )}
      >
        <Layers aria-hidden="true" className="size-4 shrink-0" />
        <span className="min-w-0 truncate">{clusterText(cluster)}</span>
      </button>
    </div>
  );
});
