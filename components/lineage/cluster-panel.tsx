"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Peek } from "@/components/ui/peek";
import { RelativeTime } from "@/components/ui/relative-time";
import { SearchInput } from "@/components/ui/search-input";
import { SkeletonLines } from "@/components/ui/skeleton";
import { useDebounced } from "@/components/ui/use-debounced";
import { formatCount } from "@/lib/core/format";
import type { LineageGraphDto, LineageNeighbourDto } from "@/lib/lineage/dto";
import { lineageNeighboursOptions } from "@/lib/lineage/query-options";
import { WALK_LIMITS } from "@/lib/lineage/rules/walk";
import { type ClusterRef, clusterId } from "@/lib/lineage/search-params";
import { KIND_LOOKS, kindCount, stateLook } from "./node-looks";
import type { LineageViewState } from "./use-lineage-view";

interface ClusterPanelProps {
  cluster: ClusterRef;
  graph: LineageGraphDto;
  state: LineageViewState;
}

const SEARCH_DELAY_MS = 200;

function useNeighbours(cluster: ClusterRef, { view }: LineageViewState) {
  const { slug } = useWorkspace();
  const [text, setText] = useState("");
  const search = useDebounced(text.trim(), SEARCH_DELAY_MS);
  const query = useInfiniteQuery(
    lineageNeighboursOptions(slug, { ...cluster, mode: view.mode, asOf: view.asOf, search }),
  );
  return { text, setText, query, search };
}

/** Everything that a cluster sums up, searched and paged; single nodes can be taken out of it. */
export function ClusterPanel({ cluster, graph, state }: ClusterPanelProps) {
  const { text, setText, query, search } = useNeighbours(cluster, state);
  const { view, list, toggle } = state;
  const pages = query.data?.pages ?? [];
  const owner = graph.nodes.find(({ id }) => id === cluster.node);
  const shown = new Set(graph.nodes.map(({ id }) => id));
  const isOpen = view.opened.includes(`${cluster.node}~${cluster.direction}`);
  const [first] = pages;
  const { label, plural } = KIND_LOOKS[cluster.kind];
  return (
    <Peek
      name="lineage"
      subject={clusterId(cluster)}
      title={`${label}: ${cluster.direction} of ${owner?.title ?? cluster.node}`}
      onClose={() => list(null)}
    >
      <div className="grid gap-3">
        <div className="flex flex-wrap items-center gap-2">
          <SearchInput
            label={`Search ${plural}`}
            placeholder="Search by name"
            value={text}
            onChange={setText}
            loading={query.isFetching}
            className="min-w-40 flex-1"
          />
          <Button onClick={() => toggle(cluster.node, [cluster.direction])}>
            {isOpen ? "Show fewer in the graph" : `Show ${shownAtOnce(first)} in the graph`}
          </Button>
        </div>
        {first ? (
          <p role="status" className="text-muted text-sm">
            {kindCount(cluster.kind, first.total, first.isExact || search !== "")}
            {first.isExact ? "" : `: the newest ${formatCount(WALK_LIMITS.counted)} are listed`}
          </p>
        ) : null}
        {query.error ? (
          <Callout tone="danger" title="They could not be read">
            {query.error.message}
          </Callout>
        ) : null}
        {query.isPending ? <SkeletonLines lines={8} label="Reading them" /> : null}
        <ul className="grid gap-1">
          {pages
            .flatMap(({ items }) => items)
            .map((node) => (
              <NeighbourRow
                key={node.id}
                node={node}
                state={state}
                isShown={shown.has(node.id)}
                isPinned={view.pinned.includes(node.id)}
              />
            ))}
        </ul>
        {query.hasNextPage ? (
          <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show more
          </Button>
        ) : null}
      </div>
    </Peek>
  );
}

/** How many of them the graph takes at once. */
const shownAtOnce = (page: { total: number } | undefined) =>
  page && page.total <= WALK_LIMITS.openFanOut ? "all" : WALK_LIMITS.openFanOut;

interface NeighbourRowProps {
  node: LineageNeighbourDto;
  state: LineageViewState;
  isShown: boolean;
  isPinned: boolean;
}

function NeighbourRow({ node, state, isShown, isPinned }: NeighbourRowProps) {
  const look = stateLook(node);
  return (
    <li className="flex items-center gap-2 rounded-md border bg-surface px-2.5 py-1.5 text-sm">
      <span className="grid min-w-0 grow">
        <span className="truncate font-medium">{node.title}</span>
        <span className="flex min-w-0 items-center gap-1.5 text-muted text-xs">
          {look ? (
            <Badge tone={look.tone} icon={<look.Icon aria-hidden="true" />}>
              {look.label}
            </Badge>
          ) : null}
          <span className="truncate">{node.subtitle}</span>
          {node.at === null ? null : <RelativeTime at={node.at} />}
        </span>
      </span>
      {isPinned ? (
        <Button
          size="sm"
          aria-label={`Put ${node.title} back`}
          onClick={() => state.unpin(node.id)}
        >
          Put back
        </Button>
      ) : isShown ? (
        <span className="shrink-0 text-muted text-xs">In the graph</span>
      ) : (
        <Button
          size="sm"
          aria-label={`Show ${node.title} in the graph`}
          onClick={() => state.pin([node.id])}
        >
          Show
        </Button>
      )}
    </li>
  );
}
