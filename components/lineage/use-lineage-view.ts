"use client";
import { useQueryStates } from "nuqs";
import type { Direction } from "@/lib/lineage/rules/nodes";
import {
  type ClusterRef,
  type LineageAsked,
  lineageParams,
  lineageUrlKeys,
} from "@/lib/lineage/search-params";

/** As many as an address carries and a query takes; the oldest give way. */
const MOST = 50;

const added = (list: readonly string[], more: readonly string[]) =>
  [...new Set([...list, ...more])].slice(-MOST);

/** What the screen shows, kept in the address, and the ways to change it. */
export function useLineageView() {
  const [view, setView] = useQueryStates(lineageParams, {
    urlKeys: lineageUrlKeys,
    history: "replace",
  });
  return {
    view,
    setView,
    /** Another node in the middle: what was opened around the last one is closed. */
    focusOn: (focus: string) =>
      void setView(
        { focus, opened: null, pinned: null, selected: null, listed: null, other: null },
        { history: "push" },
      ),
    /** Shows or hides what lies on some sides of a node. */
    toggle: (node: string, directions: readonly Direction[]) => {
      const keys = directions.map((direction) => `${node}~${direction}`);
      const isOpen = keys.every((key) => view.opened.includes(key));
      const opened = isOpen
        ? view.opened.filter((key) => !keys.includes(key))
        : added(view.opened, keys);
      void setView({ opened, ...(isOpen ? { listed: null } : {}) });
    },
    /** What the focus was made of and this node was not. */
    compareWith: (other: string) =>
      void setView({ view: "difference", other, selected: null }, { history: "push" }),
    select: (selected: string | null) => void setView({ selected, listed: null }),
    list: (listed: ClusterRef | null) => void setView({ listed, selected: null }),
    pin: (nodes: readonly string[]) => void setView({ pinned: added(view.pinned, nodes) }),
    unpin: (node: string) =>
      void setView({ pinned: view.pinned.filter((pinned) => pinned !== node) }),
  };
}

export type LineageViewState = ReturnType<typeof useLineageView>;

/** Which graph the address asks for; null while no node is chosen. */
export function askedOf({ view }: Pick<LineageViewState, "view">): LineageAsked | null {
  const { focus, depth, direction, mode, asOf, opened, pinned } = view;
  return focus === null ? null : { focus, depth, direction, mode, asOf, opened, pinned };
}
