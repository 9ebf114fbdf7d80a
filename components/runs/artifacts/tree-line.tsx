"use client";
import type { KeyboardEvent, ReactNode } from "react";
import { cn } from "@/components/ui/class-names";

/** What every line of the tree can do. */
export interface TreeActions {
  workspace: string;
  uri: string;
  /** The file that is shown. */
  selected: string | null;
  /** Paths of the folders that are open. */
  open: ReadonlySet<string>;
  toggle: (path: string) => void;
  onSelect: (path: string) => void;
}

interface TreeLineProps {
  level: number;
  isOpen?: boolean | undefined;
  isSelected?: boolean | undefined;
  isBusy?: boolean | undefined;
  title?: string | undefined;
  onPress: () => void;
  className?: string | undefined;
  children: ReactNode;
}

const INDENT_REM = 1;

/** A line of the tree. Arrows are the tree's, since they lead from line to line. */
export function TreeLine({ level, isOpen, isSelected, isBusy, onPress, ...rest }: TreeLineProps) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    onPress();
  };
  return (
    <div
      role="treeitem"
      tabIndex={-1}
      aria-level={level}
      aria-expanded={isOpen}
      aria-selected={isSelected ?? false}
      aria-busy={isBusy}
      title={rest.title}
      onClick={onPress}
      onKeyDown={onKeyDown}
      style={{ paddingLeft: `${0.5 + (level - 1) * INDENT_REM}rem` }}
      className={cn(
        "flex min-h-7 w-full min-w-0 cursor-pointer select-none items-center gap-1.5 rounded-md py-1 pr-2 text-sm hover:bg-hover focus-visible:-outline-offset-2 [&_svg]:size-3.5 [&_svg]:shrink-0 [&_svg]:text-subtle",
        isSelected && "bg-active font-medium",
        rest.className,
      )}
    >
      {rest.children}
    </div>
  );
}
