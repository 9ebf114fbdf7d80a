"use client";
import { BaseEdge, type Edge, type EdgeProps, useStore } from "@xyflow/react";
import { memo } from "react";
import { cn } from "@/components/ui/class-names";
import { ROLE_LABELS, roleText } from "./node-looks";
import { type Point, pathOf } from "./prepare-layout";
import type { PictureLink } from "./prepare-picture";

export type EdgeOfGraph = Edge<
  {
    link: PictureLink;
    points: readonly Point[];
    label: Point | null;
    /** "on" for what led to the selected node or came of it, "off" for the rest while one is selected. */
    stress: "on" | "off" | "none";
  },
  "line"
>;

/** Below this the words would be too small to read. */
const READABLE = 0.55;
/** As many as fit between two columns; hovering over the line says all. */
const MOST_LETTERS = 17;

export const GraphEdge = memo(function GraphEdge({ id, data, markerEnd }: EdgeProps<EdgeOfGraph>) {
  const isReadable = useStore(({ transform }) => transform[2] >= READABLE);
  if (!data) return null;
  const { link, points, label, stress } = data;
  const text = link.edge ? roleText(link.edge) : "";
  return (
    <g className={cn(stress === "off" && "opacity-40")}>
      {text === "" ? null : <title>{text}</title>}
      <BaseEdge
        id={id}
        path={pathOf(points)}
        {...(markerEnd ? { markerEnd } : {})}
        style={{
          stroke: stress === "on" ? "var(--accent)" : "var(--line-control)",
          strokeWidth: stress === "on" ? 1.75 : 1.25,
          ...(link.edge ? {} : { strokeDasharray: "4 4" }),
        }}
      />
      {label && isReadable && text !== "" ? (
        <text
          x={label.x}
          y={label.y}
          dy="0.32em"
          textAnchor="middle"
          className="pointer-events-none fill-muted stroke-canvas text-2xs"
          style={{ paintOrder: "stroke", strokeWidth: 5, strokeLinejoin: "round" }}
        >
          {text.length > MOST_LETTERS && link.edge ? ROLE_LABELS[link.edge.role] : text}
        </text>
      ) : null}
    </g>
  );
});
