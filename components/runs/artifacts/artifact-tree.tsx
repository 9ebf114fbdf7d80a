"use client";
import { type FocusEvent, type KeyboardEvent, useCallback, useState } from "react";
import { ArtifactFolder } from "./artifact-folder";
import { foldersAbove, moveInTree } from "./move-in-tree";
import type { TreeActions } from "./tree-line";

interface ArtifactTreeProps {
  workspace: string;
  uri: string;
  /** The file that is shown. */
  selected: string | null;
  onSelect: (path: string) => void;
}

const linesOf = (tree: HTMLElement) => [...tree.querySelectorAll<HTMLElement>('[role="treeitem"]')];

function readLine(line: HTMLElement) {
  const open = line.getAttribute("aria-expanded");
  return { level: Number(line.getAttribute("aria-level")), isOpen: open ? open === "true" : null };
}

/** The files of a run. One stop for Tab; arrows move in it, open and close, and Enter shows a file. */
export function ArtifactTree({ workspace, uri, selected, onSelect }: ArtifactTreeProps) {
  const [open, setOpen] = useState<ReadonlySet<string>>(
    () => new Set(selected === null ? [] : foldersAbove(selected)),
  );
  const [isInside, setIsInside] = useState(false);
  const toggle = useCallback((path: string) => {
    setOpen((before) => {
      const after = new Set(before);
      if (!after.delete(path)) after.add(path);
      return after;
    });
  }, []);

  const onFocus = (event: FocusEvent<HTMLElement>) => {
    const tree = event.currentTarget;
    setIsInside(event.target !== tree);
    if (event.target !== tree) return;
    const lines = linesOf(tree);
    const chosen = lines.find((line) => line.getAttribute("aria-selected") === "true");
    (chosen ?? lines[0])?.focus();
  };
  const onBlur = (event: FocusEvent<HTMLElement>) => {
    if (!event.currentTarget.contains(event.relatedTarget)) setIsInside(false);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const lines = linesOf(event.currentTarget);
    const index = lines.findIndex((line) => line.contains(document.activeElement));
    const move = index < 0 ? null : moveInTree(lines.map(readLine), index, event.key);
    if (!move) return;
    event.preventDefault();
    if (move.kind === "go") lines[move.index]?.focus();
    else lines[index]?.click();
  };

  const actions: TreeActions = { workspace, uri, selected, open, toggle, onSelect };
  return (
    <div
      role="tree"
      aria-label="Files"
      tabIndex={isInside ? -1 : 0}
      onFocus={onFocus}
      onBlur={onBlur}
      onKeyDown={onKeyDown}
      className="grid gap-px"
    >
      <ArtifactFolder {...actions} path="" level={1} />
    </div>
  );
}
