"use client";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useCallback, useMemo, useState } from "react";
import { useTimeZone } from "@/components/runs/use-time-zone";
import { Spinner } from "@/components/ui/spinner";
import type { LineageClusterDto, LineageGraphDto } from "@/lib/lineage/dto";
import type { Direction } from "@/lib/lineage/rules/nodes";
import { ExportMenu } from "./export-menu";
import type { GraphCanvasProps } from "./graph-canvas";
import { toPage } from "./page-route";
import { preparePicture } from "./prepare-picture";
import type { LineageViewState } from "./use-lineage-view";

/** The library that draws, and the one that arranges, are fetched by nobody who does not look at a graph. */
const GraphCanvas = dynamic<GraphCanvasProps>(
  () => import("./graph-canvas").then((module) => module.GraphCanvas),
  {
    ssr: false,
    loading: () => (
      <div className="grid min-h-0 grow place-items-center text-muted">
        <Spinner label="Loading the graph" />
      </div>
    ),
  },
);

interface LineageGraphProps {
  graph: LineageGraphDto;
  state: LineageViewState;
}

export function LineageGraph({ graph, state }: LineageGraphProps) {
  const { view, select, toggle, list, focusOn, setView } = state;
  const router = useRouter();
  const timeZone = useTimeZone();
  const [anchor, setAnchor] = useState<string | null>(null);
  const picture = useMemo(() => preparePicture(graph, view.opened), [graph, view.opened]);
  const onToggle = useCallback(
    (id: string, directions: readonly Direction[]) => {
      setAnchor(id);
      toggle(id, directions);
    },
    [toggle],
  );
  const onList = useCallback(
    (cluster: LineageClusterDto) => {
      setAnchor(cluster.node);
      list(cluster);
    },
    [list],
  );
  return (
    <GraphCanvas
      picture={picture}
      anchor={anchor}
      selectedId={view.selected}
      onSelect={select}
      onToggle={onToggle}
      onList={onList}
      onFocus={focusOn}
      onOpen={(id) => {
        const page = graph.nodes.find((node) => node.id === id)?.page;
        if (page) router.push(toPage(page));
      }}
      renderExport={(shown, layout) => (
        <ExportMenu
          graph={graph}
          picture={shown}
          layout={layout}
          asOf={view.asOf}
          timeZone={timeZone}
        />
      )}
      onTable={() => void setView({ view: "table" })}
    />
  );
}
