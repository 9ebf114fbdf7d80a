"use client";
import { createContext, useContext } from "react";
import type { LineageClusterDto } from "@/lib/lineage/dto";
import type { Direction } from "@/lib/lineage/rules/nodes";

interface GraphState {
  /** The one that the keyboard is at, which alone can be reached by Tab. */
  activeId: string;
  /** Whether the keyboard went there, so that it takes the focus once it is drawn. */
  isWalking: boolean;
  selectedId: string | null;
  /** Everything that led to the selected node or came of it; null while none is selected. */
  related: ReadonlySet<string> | null;
  activate: (id: string) => void;
  select: (id: string) => void;
  toggle: (id: string, directions: readonly Direction[]) => void;
  list: (cluster: LineageClusterDto) => void;
}

export const GraphContext = createContext<GraphState | null>(null);

export function useGraph(): GraphState {
  const state = useContext(GraphContext);
  if (!state) throw new Error("A node of the graph belongs inside its canvas.");
  return state;
}
