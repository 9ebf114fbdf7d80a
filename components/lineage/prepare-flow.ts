import type { ClusterOfGraph } from "./graph-cluster";
import type { EdgeOfGraph } from "./graph-edge";
import type { NodeOfGraph } from "./graph-node";
import { type Layout, labelPlace, sharedEnds, sizeOf } from "./prepare-layout";
import type { Picture, PictureItem } from "./prepare-picture";

type ItemOfGraph = NodeOfGraph | ClusterOfGraph;

function toFlowNode(item: PictureItem, { boxes }: Layout): ItemOfGraph[] {
  const box = boxes.get(item.id);
  if (!box) return [];
  const size = sizeOf(item);
  const place = {
    id: item.id,
    position: { x: box.x, y: box.y },
    ...size,
    measured: size,
  };
  return item.type === "node"
    ? [{ ...place, type: "node", data: { item } }]
    : [{ ...place, type: "cluster", data: { item } }];
}

/** The picture as React Flow takes it; with `stressed`, those lines stand out and the others step back. */
export function flowOf(
  picture: Picture,
  layout: Layout,
  stressed: ReadonlySet<string> | null,
): { nodes: ItemOfGraph[]; edges: EdgeOfGraph[] } {
  const shared = sharedEnds(picture.links);
  const stressOf = (id: string) => (stressed === null ? "none" : stressed.has(id) ? "on" : "off");
  return {
    nodes: picture.items.flatMap((item) => toFlowNode(item, layout)),
    edges: picture.links.flatMap((link): EdgeOfGraph[] => {
      const { id, source, target } = link;
      const points = layout.lines.get(id);
      if (!points || points.length < 2) return [];
      const label = labelPlace(points, shared.has(id));
      return [
        { id, source, target, type: "line", data: { link, points, label, stress: stressOf(id) } },
      ];
    }),
  };
}
