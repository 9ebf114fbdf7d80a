"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { ChevronDown, ChevronRight, File, Folder, FolderOpen, RotateCw } from "lucide-react";
import { Skeleton } from "@/components/ui/skeleton";
import { formatBytes } from "@/lib/core/format";
import type { ArtifactDto } from "@/lib/runs/dto/artifacts";
import { artifactListOptions } from "@/lib/runs/query-options/artifacts";
import { type TreeActions, TreeLine } from "./tree-line";

interface ArtifactFolderProps extends TreeActions {
  path: string;
  level: number;
}

/** The lines of what is directly in a folder, listed when it is first opened. */
export function ArtifactFolder({ path, level, ...actions }: ArtifactFolderProps) {
  const list = useInfiniteQuery(artifactListOptions(actions.workspace, { uri: actions.uri, path }));
  if (list.isPending)
    return (
      <div aria-hidden="true" className="px-2 py-1.5" style={{ paddingLeft: `${level}rem` }}>
        <Skeleton className="h-4 w-2/3" />
      </div>
    );
  if (list.isError)
    return (
      <TreeLine level={level} isBusy={list.isFetching} onPress={() => void list.refetch()}>
        <RotateCw aria-hidden="true" />
        <span className="min-w-0 text-danger-fg">{list.error.message} Try again.</span>
      </TreeLine>
    );
  const entries = list.data.pages.flatMap(({ items }) => items);
  return (
    <>
      {entries.map((entry) =>
        entry.isDirectory ? (
          <FolderLines key={entry.path} {...actions} entry={entry} level={level} />
        ) : (
          <FileLine key={entry.path} {...actions} entry={entry} level={level} />
        ),
      )}
      {list.hasNextPage ? (
        <TreeLine
          level={level}
          isBusy={list.isFetchingNextPage}
          onPress={() => void list.fetchNextPage()}
          className="text-accent-fg"
        >
          <span aria-hidden="true" className="w-3.5 shrink-0" />
          {list.isFetchingNextPage ? "Listing more…" : "Show more"}
        </TreeLine>
      ) : null}
    </>
  );
}

interface EntryProps extends TreeActions {
  entry: ArtifactDto;
  level: number;
}

function FolderLines({ entry, level, ...actions }: EntryProps) {
  const isOpen = actions.open.has(entry.path);
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  const Icon = isOpen ? FolderOpen : Folder;
  return (
    <>
      <TreeLine
        level={level}
        isOpen={isOpen}
        title={entry.name}
        onPress={() => actions.toggle(entry.path)}
      >
        <Chevron aria-hidden="true" />
        <Icon aria-hidden="true" />
        <span className="min-w-0 truncate">{entry.name}</span>
      </TreeLine>
      {isOpen ? <ArtifactFolder {...actions} path={entry.path} level={level + 1} /> : null}
    </>
  );
}

function FileLine({ entry, level, selected, onSelect }: EntryProps) {
  return (
    <TreeLine
      level={level}
      isSelected={entry.path === selected}
      title={entry.name}
      onPress={() => onSelect(entry.path)}
    >
      <span aria-hidden="true" className="w-3.5 shrink-0" />
      <File aria-hidden="true" />
      <span className="min-w-0 grow truncate">{entry.name}</span>
      <span className="shrink-0 font-normal text-muted text-xs tabular-nums">
        {entry.size === null ? null : formatBytes(entry.size)}
      </span>
    </TreeLine>
  );
}
