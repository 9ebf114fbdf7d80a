"use client";
import "@xyflow/react/dist/base.css";
import { MarkerType, ReactFlow, ReactFlowProvider, useReactFlow, useStore } from "@xyflow/react";
import { type ReactNode, useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/class-names";
import { ErrorState } from "@/components/ui/error-state";
import { Spinner } from "@/components/ui/spinner";
import { useHotkeys } from "@/components/ui/use-hotkeys";
import type { LineageClusterDto } from "@/lib/lineage/dto";
import type { Direction } from "@/lib/lineage/rules/nodes";
import { GraphCluster } from "./graph-cluster";
import { GraphContext } from "./graph-context";
import { GraphControls } from "./graph-controls";
import { type EdgeOfGraph, GraphEdge } from "./graph-edge";
import { GraphMap } from "./graph-map";
import { GraphNode } from "./graph-node";
import { flowOf } from "./prepare-flow";
import type { Layout } from "./prepare-layout";
import { type Picture, relatedTo } from "./prepare-picture";
import { type Arrow, walk } from "./prepare-walk";
import { useLayout } from "./use-layout";

export interface GraphCanvasProps {
  picture: Picture;
  /** What was acted on last: it stays where it is when the rest is arranged anew. */
  anchor: string | null;
  selectedId: string | null;
  onSelect: (id: string) => void;
  onToggle: (id: string, directions: readonly Direction[]) => void;
  onList: (cluster: LineageClusterDto) => void;
  onFocus: (id: string) => void;
  onOpen: (id: string) => void;
  onTable: () => void;
  /** What takes the graph away, given how it is arranged. */
  renderExport: (picture: Picture, layout: Layout) => ReactNode;
}

const NODE_TYPES = { node: GraphNode, cluster: GraphCluster };
const EDGE_TYPES = { line: GraphEdge };
const LOOK = {
  type: "line",
  markerEnd: {
    type: MarkerType.ArrowClosed,
    width: 14,
    height: 14,
    color: "var(--line-control)",
  },
} as const satisfies Partial<EdgeOfGraph>;
const ZOOM = { min: 0.08, max: 1.6, readable: 0.5 } as const;
const MARGIN = 36;

/** Shows all of it where that can be read, else its middle. */
function useSight(layout: Layout, focus: string) {
  const flow = useReactFlow();
  const size = useStore(({ width, height }) => width > 0 && height > 0);
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const shown = useRef("");
  const centre = (id: string, zoom: number) => {
    const box = layout.boxes.get(id);
    if (box)
      void flow.setCenter(box.x + box.width / 2, box.y + box.height / 2, { zoom, duration: 0 });
  };
  const showAll = () => {
    const boxes = [...layout.boxes.values()];
    const left = Math.min(...boxes.map(({ x }) => x)) - MARGIN;
    const top = Math.min(...boxes.map(({ y }) => y)) - MARGIN;
    const right = Math.max(...boxes.map((box) => box.x + box.width)) + MARGIN;
    const bottom = Math.max(...boxes.map((box) => box.y + box.height)) + MARGIN;
    void flow.fitBounds({ x: left, y: top, width: right - left, height: bottom - top });
    return Math.min(width / (right - left), height / (bottom - top));
  };
  const begin = useEffectEvent(() => {
    const zoom = showAll();
    if (zoom < ZOOM.readable) centre(focus, 0.9);
    else if (zoom > 1) void flow.zoomTo(1);
  });
  useEffect(() => {
    if (!size || layout.boxes.size === 0 || shown.current === focus) return;
    shown.current = focus;
    begin();
  }, [size, layout, focus]);
  /** Brings a node into sight, and moves nothing when it is there. */
  const reveal = (id: string) => {
    const box = layout.boxes.get(id);
    if (!box) return;
    const { x, y, zoom } = flow.getViewport();
    const left = box.x * zoom + x;
    const top = box.y * zoom + y;
    const isSeen =
      left >= 0 &&
      top >= 0 &&
      left + box.width * zoom <= width &&
      top + box.height * zoom <= height;
    if (!isSeen) centre(id, zoom);
  };
  return { showAll, reveal, centre: () => centre(focus, 0.9) };
}

function useWalk({ picture, layout, ...props }: GraphCanvasProps & { layout: Layout }) {
  const sight = useSight(layout, picture.focus);
  const [active, setActive] = useState({ id: picture.focus, isWalking: false });
  const [isInside, setIsInside] = useState(false);
  const activeId = layout.boxes.has(active.id) ? active.id : picture.focus;
  const go = (id: string | null) => {
    if (id === null) return;
    sight.reveal(id);
    setActive({ id, isWalking: true });
  };
  const arrow = (direction: Arrow) =>
    go(walk(activeId, direction, { links: picture.links, boxes: layout.boxes }));
  useHotkeys(
    "Graph",
    [
      { keys: "left", label: "To what it was made of", run: () => arrow("left") },
      { keys: "right", label: "To what was made of it", run: () => arrow("right") },
      { keys: "up", label: "Above", run: () => arrow("up") },
      { keys: "down", label: "Below", run: () => arrow("down") },
      { keys: "home", label: "Back to the focus", run: () => go(picture.focus) },
      { keys: "o", label: "Open its page", run: () => props.onOpen(activeId) },
      { keys: "f", label: "Focus on it", run: () => props.onFocus(activeId) },
    ],
    isInside,
  );
  useHotkeys("Graph", [{ keys: "0", label: "Show all of it", run: () => sight.showAll() }]);
  return { sight, activeId, active, setActive, setIsInside };
}

function Drawn({ picture, layout, ...props }: GraphCanvasProps & { layout: Layout }) {
  const { selectedId, onSelect, onToggle, onList } = props;
  const { sight, activeId, active, setActive, setIsInside } = useWalk({
    picture,
    layout,
    ...props,
  });
  const related = useMemo(
    () => (selectedId === null ? null : relatedTo(picture.links, selectedId)),
    [picture, selectedId],
  );
  const { nodes, edges } = useMemo(
    () => flowOf(picture, layout, related?.lines ?? null),
    [picture, layout, related],
  );
  const state = useMemo(
    () => ({
      activeId,
      isWalking: active.isWalking,
      selectedId,
      related: related?.nodes ?? null,
      activate: (id: string) => setActive({ id, isWalking: false }),
      select: onSelect,
      toggle: onToggle,
      list: onList,
    }),
    [activeId, active.isWalking, selectedId, related, setActive, onSelect, onToggle, onList],
  );
  return (
    <GraphContext value={state}>
      <div className="absolute inset-0">
        <ReactFlow
          nodes={nodes}
          edges={edges}
          nodeTypes={NODE_TYPES}
          edgeTypes={EDGE_TYPES}
          defaultEdgeOptions={LOOK}
          attributionPosition="top-right"
          className="[&_.react-flow\_\_attribution]:bg-transparent! [&_.react-flow\_\_attribution_a]:text-muted!"
          minZoom={ZOOM.min}
          maxZoom={ZOOM.max}
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable={false}
          edgesFocusable={false}
          elementsSelectable={false}
          zoomOnDoubleClick={false}
          onlyRenderVisibleElements
          disableKeyboardA11y
          aria-label="Lineage graph"
          onFocus={() => setIsInside(true)}
          onBlur={() => setIsInside(false)}
        >
          <GraphMap />
        </ReactFlow>
        <GraphControls onAll={() => sight.showAll()} onFocus={sight.centre}>
          {props.renderExport(picture, layout)}
        </GraphControls>
      </div>
    </GraphContext>
  );
}

/** The graph: drawn in a layout that a worker makes, walked with the arrow keys. */
export function GraphCanvas(props: GraphCanvasProps) {
  const { drawn, error, isBusy } = useLayout(props.picture, props.anchor);
  if (error)
    return (
      <ErrorState
        title="The graph could not be arranged"
        action={<Button onClick={props.onTable}>Show the table</Button>}
      >
        {error.message} The table shows the same.
      </ErrorState>
    );
  return (
    <div className={cn("@container relative min-h-0 grow bg-canvas")} aria-busy={isBusy}>
      {drawn ? (
        <ReactFlowProvider>
          <Drawn {...props} picture={drawn.picture} layout={drawn.layout} />
        </ReactFlowProvider>
      ) : null}
      {isBusy ? (
        <span className="absolute top-3 left-3 rounded-md border bg-raised p-1.5 text-muted">
          <Spinner label="Arranging the graph" />
        </span>
      ) : null}
    </div>
  );
}
