"use client";
import { Handle, type Node, type NodeProps, Position } from "@xyflow/react";
import { Minus, Plus } from "lucide-react";
import { memo, useEffect, useRef } from "react";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/components/ui/class-names";
import type { Direction } from "@/lib/lineage/rules/nodes";
import { useGraph } from "./graph-context";
import { iconOf, KIND_LOOKS, kindCount, namesOf, stateLook } from "./node-looks";
import type { PictureNode, SideCount } from "./prepare-picture";

export type NodeOfGraph = Node<{ item: PictureNode }, "node">;

const sideText = ({ clusters }: SideCount) =>
  clusters.map(({ kind, hidden, isExact }) => kindCount(kind, hidden, isExact)).join(", ");

/** What a screen reader says of a node, which sees neither its icon nor where it stands. */
function nodeName({ node, isFocus, collapsed }: PictureNode): string {
  const state = stateLook(node);
  const { upstream, downstream } = collapsed;
  return [
    `${KIND_LOOKS[node.kind].label} ${node.title}`,
    ...(isFocus ? ["in focus"] : []),
    ...(state ? [state.label.toLowerCase()] : []),
    ...node.places.map((place) => `stands at ${place}`),
    ...(upstream ? [`${sideText(upstream)} hidden upstream`] : []),
    ...(downstream ? [`${sideText(downstream)} hidden downstream`] : []),
  ].join(", ");
}

function SideButton({ item, direction }: { item: PictureNode; direction: Direction }) {
  const { toggle, activate } = useGraph();
  const side = item.collapsed[direction];
  const isOpen = item.opened[direction];
  if (!side && !isOpen) return null;
  const text = isOpen || !side ? "Show less" : `Show ${sideText(side)}`;
  const label = `${text} ${direction} of ${item.node.title}`;
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={label}
      title={label}
      onClick={() => {
        activate(item.id);
        toggle(item.id, [direction]);
      }}
      className={cn(
        "nopan absolute top-1/2 z-10 inline-flex h-6 min-w-6 -translate-y-1/2 items-center justify-center gap-0.5 rounded-full border border-line-control bg-raised px-1 font-medium text-2xs text-muted tabular-nums shadow-xs hover:bg-hover hover:text-fg",
        direction === "upstream" ? "right-full mr-0.5" : "left-full ml-0.5",
      )}
    >
      {isOpen ? (
        <Minus aria-hidden="true" className="size-3" />
      ) : (
        <>
          <Plus aria-hidden="true" className="size-3" />
          {side?.hidden}
          {side?.isExact ? "" : "+"}
        </>
      )}
    </button>
  );
}

/** Where lines begin and end; nobody draws lines here. */
export function Handles() {
  return (
    <>
      <Handle type="target" position={Position.Left} isConnectable={false} className="invisible" />
      <Handle type="source" position={Position.Right} isConnectable={false} className="invisible" />
    </>
  );
}

/** Takes the focus when the keyboard has come here. */
export function useActiveFocus(id: string) {
  const { activeId, isWalking } = useGraph();
  const button = useRef<HTMLButtonElement>(null);
  const isActive = activeId === id;
  useEffect(() => {
    if (isActive && isWalking) button.current?.focus({ preventScroll: true });
  }, [isActive, isWalking]);
  return { button, isActive };
}

export const GraphNode = memo(function GraphNode({ id, data: { item } }: NodeProps<NodeOfGraph>) {
  const { selectedId, related, activate, select, toggle } = useGraph();
  const { button, isActive } = useActiveFocus(id);
  const { node, isFocus } = item;
  const Icon = iconOf(node);
  const state = stateLook(node);
  const isSelected = selectedId === id;
  const [place, ...places] = node.places;
  const { name, about } = namesOf(node);
  return (
    <div className="pointer-events-auto relative size-full">
      <Handles />
      <button
        ref={button}
        type="button"
        data-lineage-node={id}
        tabIndex={isActive ? 0 : -1}
        aria-label={nodeName(item)}
        aria-pressed={isSelected}
        onFocus={() => activate(id)}
        onClick={() => select(id)}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          toggle(id, ["upstream", "downstream"]);
        }}
        className={cn(
          "nopan flex size-full items-center gap-2.5 rounded-lg border bg-surface px-2.5 text-left shadow-xs hover:border-line-control",
          isFocus ? "border-accent bg-accent-soft" : "border-line-strong",
          related?.has(id) && "border-accent",
          isSelected && "outline-2 outline-ring outline-offset-1",
        )}
      >
        <span
          className={cn(
            "grid size-8 shrink-0 place-items-center rounded-md border",
            isFocus
              ? "border-accent-line bg-surface text-accent-fg"
              : "border-line bg-sunken text-muted",
          )}
        >
          <Icon aria-hidden="true" className="size-4" />
        </span>
        <span className="grid min-w-0 grow gap-0.5">
          <span className={cn("truncate font-medium text-sm", node.isDeleted && "line-through")}>
            {name}
          </span>
          <span className="flex min-w-0 items-center gap-1 text-muted text-xs">
            {state ? (
              <Badge
                tone={state.tone}
                icon={<state.Icon aria-hidden="true" />}
                className="shrink-0"
              >
                {state.label}
              </Badge>
            ) : null}
            {place ? (
              <Badge tone="accent" className="min-w-10 shrink-0">
                {places.length > 0 ? `${place} +${places.length}` : place}
              </Badge>
            ) : null}
            <span className="min-w-0 truncate">{about}</span>
          </span>
        </span>
      </button>
      <SideButton item={item} direction="upstream" />
      <SideButton item={item} direction="downstream" />
    </div>
  );
});
