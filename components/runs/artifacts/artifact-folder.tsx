"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { ChevronDown, ChevronRight, File, Folder } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/class-names";
import { Skeleton } from "@/components/ui/skeleton";
import { formatBytes } from "@/lib/core/format";
import type { ArtifactDto } from "@/lib/runs/dto";
import { artifactListOptions } from "@/lib/runs/query-options/artifacts";

interface ArtifactFolderProps {
  workspace: string;
  uri: string;
  path: string;
  /** The file that is shown. */
  selected: string | null;
  onSelect: (path: string) => void;
  onEmpty?: () => void;
}

/** What is directly in a folder; folders in it open in place. */
export function ArtifactFolder(props: ArtifactFolderProps) {
  const { workspace, uri, path, onEmpty } = props;
  const list = useInfiniteQuery(artifactListOptions(workspace, { uri, path }));
  const entries = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const isEmpty = list.isSuccess && entries.length === 0;
  useEffect(() => {
    if (isEmpty) onEmpty?.();
  }, [isEmpty, onEmpty]);
  if (list.isPending) return <Skeleton className="m-1.5 h-5" />;
  if (list.isError)
    return (
      <p role="alert" className="px-2 py-1.5 text-danger-fg text-sm">
        {list.error.message}
      </p>
    );
  return (
    <ul className="grid gap-px">
      {entries.map((entry) => (
        <li key={entry.path}>
          {entry.isDirectory ? (
            <FolderEntry {...props} entry={entry} />
          ) : (
            <FileEntry {...props} entry={entry} />
          )}
        </li>
      ))}
      {list.hasNextPage ? (
        <li>
          <Button
            size="sm"
            variant="ghost"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            More
          </Button>
        </li>
      ) : null}
    </ul>
  );
}

const line =
  "flex w-full min-w-0 items-center gap-1.5 rounded-md px-2 py-1 text-left text-sm hover:bg-hover [&_svg]:size-3.5 [&_svg]:shrink-0 [&_svg]:text-subtle";

function FolderEntry({ entry, ...props }: ArtifactFolderProps & { entry: ArtifactDto }) {
  const [isOpen, setIsOpen] = useState(props.selected?.startsWith(`${entry.path}/`) ?? false);
  return (
    <>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
        className={line}
      >
        {isOpen ? <ChevronDown aria-hidden="true" /> : <ChevronRight aria-hidden="true" />}
        <Folder aria-hidden="true" />
        <span className="truncate">{entry.name}</span>
      </button>
      {isOpen ? (
        <div className="ml-3 border-l pl-1.5">
          <ArtifactFolder
            workspace={props.workspace}
            uri={props.uri}
            path={entry.path}
            selected={props.selected}
            onSelect={props.onSelect}
          />
        </div>
      ) : null}
    </>
  );
}

function FileEntry({ entry, selected, onSelect }: ArtifactFolderProps & { entry: ArtifactDto }) {
  const isSelected = entry.path === selected;
  return (
    <button
      type="button"
      aria-current={isSelected ? "true" : undefined}
      onClick={() => onSelect(entry.path)}
      className={cn(line, isSelected && "bg-active font-medium")}
    >
      <span aria-hidden="true" className="w-3.5 shrink-0" />
      <File aria-hidden="true" />
      <span className="grow truncate">{entry.name}</span>
      <span className="shrink-0 text-subtle text-xs tabular-nums">
        {entry.size === null ? null : formatBytes(entry.size)}
      </span>
    </button>
  );
}
