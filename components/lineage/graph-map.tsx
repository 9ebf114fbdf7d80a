"use client";
import { MiniMap, type Node } from "@xyflow/react";
import type { PictureItem } from "./prepare-picture";

const isFocus = ({ data }: Node<{ item: PictureItem }>) =>
  data.item.type === "node" && data.item.isFocus;
const colorOf = (node: Node<{ item: PictureItem }>) =>
  isFocus(node) ? "var(--accent)" : "var(--line-strong)";

/** The whole in small, to see where one is and to go elsewhere. */
export function GraphMap() {
  return (
    <MiniMap<Node<{ item: PictureItem }>>
      ariaLabel="The whole graph in small"
      pannable
      zoomable
      nodeColor={colorOf}
      nodeStrokeWidth={0}
      nodeBorderRadius={8}
      bgColor="var(--surface)"
      maskColor="color-mix(in srgb, var(--active) 55%, transparent)"
      className="overflow-hidden rounded-md border border-line @max-2xl:hidden"
      style={{ width: 168, height: 112 }}
    />
  );
}
