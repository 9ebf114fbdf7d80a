"use client";
import { Crosshair, GitCompareArrows, ListTree, SquareArrowOutUpRight } from "lucide-react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { LinkButton } from "@/components/ui/link-button";
import { Peek } from "@/components/ui/peek";
import { RelativeTime } from "@/components/ui/relative-time";
import { routes } from "@/lib/core/routes";
import type { LineageClusterDto, LineageGraphDto, LineageNodeDto } from "@/lib/lineage/dto";
import { DIRECTIONS, type Direction } from "@/lib/lineage/rules/nodes";
import { DIRECTION_LABELS, KIND_LOOKS, kindCount, roleText, stateLook } from "./node-looks";
import { toPage } from "./page-route";
import type { LineageViewState } from "./use-lineage-view";

interface NodePanelProps {
  node: LineageNodeDto;
  graph: LineageGraphDto;
  state: LineageViewState;
}

/** The facts of one node, and what stands next to it. */
export function NodePanel({ node, graph, state }: NodePanelProps) {
  const { slug } = useWorkspace();
  const { view, select, focusOn } = state;
  const { id, kind, page } = node;
  const look = stateLook(node);
  return (
    <Peek
      name="lineage"
      title={node.title}
      subject={id}
      onClose={() => select(null)}
      actions={
        page === null ? null : (
          <LinkButton href={toPage(page)} size="sm">
            <SquareArrowOutUpRight aria-hidden="true" />
            Open
          </LinkButton>
        )
      }
    >
      <div className="grid gap-5">
        <DescriptionList>
          <DescriptionItem term="Kind">{KIND_LOOKS[kind].label}</DescriptionItem>
          {look ? (
            <DescriptionItem term="State">
              <Badge tone={look.tone} icon={<look.Icon aria-hidden="true" />}>
                {look.label}
              </Badge>
            </DescriptionItem>
          ) : null}
          {node.subtitle === "" ? null : (
            <DescriptionItem term={SUBTITLES[kind] ?? "About"}>{node.subtitle}</DescriptionItem>
          )}
          {node.places.length > 0 ? (
            <DescriptionItem term="Stands at">
              <span className="flex flex-wrap gap-1">
                {node.places.map((place) => (
                  <Badge key={place} tone="accent">
                    {place}
                  </Badge>
                ))}
              </span>
            </DescriptionItem>
          ) : null}
          {node.at === null ? null : (
            <DescriptionItem term="Made">
              <RelativeTime at={node.at} />
            </DescriptionItem>
          )}
        </DescriptionList>
        <div className="flex flex-wrap gap-2">
          {id === graph.focus ? null : (
            <Button size="sm" onClick={() => focusOn(id)}>
              <Crosshair aria-hidden="true" />
              Focus on it
            </Button>
          )}
          <LinkButton
            size="sm"
            href={routes.lineage(slug, { node: id, view: "impact", at: view.asOf ?? undefined })}
          >
            <ListTree aria-hidden="true" />
            What it touches
          </LinkButton>
          {id !== graph.focus && id.split(":", 1)[0] === graph.focus.split(":", 1)[0] ? (
            <Button size="sm" onClick={() => state.compareWith(id)}>
              <GitCompareArrows aria-hidden="true" />
              Compare with the focus
            </Button>
          ) : null}
        </div>
        {DIRECTIONS.map((direction) => (
          <Neighbours
            key={direction}
            node={node}
            graph={graph}
            state={state}
            direction={direction}
          />
        ))}
      </div>
    </Peek>
  );
}

const SUBTITLES: Partial<Record<LineageNodeDto["kind"], string>> = {
  "external-job": "Namespace",
  "external-run": "Namespace",
  "external-dataset": "Namespace",
  "dataset-version": "Place",
  run: "Experiment",
  "logged-model": "Type",
  "model-version": "Owner",
  approval: "Asks for",
  placement: "Kind of place",
  job: "Where",
  rollout: "What for",
  rollback: "Why",
  deployment: "Environment",
  monitor: "Watches",
  incident: "Severity",
};

function Neighbours({ node, graph, state, direction }: NodePanelProps & { direction: Direction }) {
  const { view, select, toggle } = state;
  const [near, far] =
    direction === "upstream" ? (["target", "source"] as const) : (["source", "target"] as const);
  const edges = graph.edges.filter((edge) => edge[near] === node.id);
  const clusters = graph.clusters.filter(
    (cluster) => cluster.node === node.id && cluster.direction === direction,
  );
  const isOpen = view.opened.includes(`${node.id}~${direction}`);
  return (
    <section aria-label={DIRECTION_LABELS[direction].verb} className="grid gap-1.5">
      <div className="flex items-center justify-between gap-2">
        <h3 className="font-medium text-sm">{DIRECTION_LABELS[direction].verb}</h3>
        <Button size="sm" variant="ghost" onClick={() => toggle(node.id, [direction])}>
          {isOpen ? "Show less" : "Show more"}
        </Button>
      </div>
      {edges.length === 0 && clusters.length === 0 ? (
        <p className="text-muted text-sm">Nothing that is known here.</p>
      ) : null}
      <ul className="grid gap-1">
        {edges.map((edge) => {
          const other = graph.nodes.find(({ id }) => id === edge[far]);
          return other ? (
            <li key={`${other.id} ${edge.role}`}>
              <NeighbourButton other={other} says={roleText(edge)} onSelect={select} />
            </li>
          ) : null;
        })}
        {clusters.map((cluster) => (
          <li key={cluster.kind}>
            <ClusterButton cluster={cluster} onList={state.list} />
          </li>
        ))}
      </ul>
    </section>
  );
}

const rowStyles =
  "flex w-full items-center gap-2 rounded-md border bg-surface px-2.5 py-1.5 text-left text-sm hover:bg-hover";

function NeighbourButton({
  other,
  says,
  onSelect,
}: {
  other: LineageNodeDto;
  says: string;
  onSelect: (id: string) => void;
}) {
  const { Icon } = KIND_LOOKS[other.kind];
  return (
    <button type="button" onClick={() => onSelect(other.id)} className={rowStyles}>
      <Icon aria-hidden="true" className="size-4 shrink-0 text-muted" />
      <span className="min-w-0 grow truncate">{other.title}</span>
      <span className="shrink-0 text-muted text-xs">{says}</span>
    </button>
  );
}

function ClusterButton({
  cluster,
  onList,
}: {
  cluster: LineageClusterDto;
  onList: LineageViewState["list"];
}) {
  return (
    <button type="button" onClick={() => onList(cluster)} className={`${rowStyles} border-dashed`}>
      <span className="min-w-0 grow truncate text-muted">
        {kindCount(cluster.kind, cluster.hidden, cluster.isExact)} not shown
      </span>
      <span className="shrink-0 text-accent-fg text-xs">List</span>
    </button>
  );
}
