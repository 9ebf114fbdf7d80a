"use client";
import { useQuery } from "@tanstack/react-query";
import { ChevronsUpDown } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { cn } from "@/components/ui/class-names";
import {
  Command,
  CommandGroup,
  CommandInput,
  CommandItem,
  CommandList,
} from "@/components/ui/command";
import { controlStyles } from "@/components/ui/control-styles";
import { Hotkey } from "@/components/ui/kbd";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { Spinner } from "@/components/ui/spinner";
import { useActiveItem } from "@/components/ui/use-active-item";
import { useDebounced } from "@/components/ui/use-debounced";
import { useHotkeys } from "@/components/ui/use-hotkeys";
import type { LineageNodeDto } from "@/lib/lineage/dto";
import { lineageSearchOptions } from "@/lib/lineage/query-options";
import { KIND_LOOKS, stateLook } from "./node-looks";

interface NodePickerProps {
  /** Its accessible name. */
  label: string;
  /** What it says: the node that is chosen. */
  chosen: ReactNode;
  onPick: (node: LineageNodeDto) => void;
  /** Only nodes for which this is true. */
  only?: (node: LineageNodeDto) => boolean;
  hotkey?: string | undefined;
  className?: string | undefined;
}

const SEARCH_DELAY_MS = 150;

/** Finds a dataset, run, model or approval by its name or id. */
export function NodePicker({ label, chosen, onPick, only, hotkey, className }: NodePickerProps) {
  const [isOpen, setIsOpen] = useState(false);
  useHotkeys("Lineage", hotkey ? [{ keys: hotkey, label, run: () => setIsOpen(true) }] : []);
  return (
    <Popover open={isOpen} onOpenChange={setIsOpen}>
      <PopoverTrigger
        role="combobox"
        aria-expanded={isOpen}
        aria-label={label}
        className={cn(
          controlStyles,
          "flex h-control items-center justify-between gap-2 px-2.5 text-left",
          className,
        )}
      >
        <span className="min-w-0 truncate">{chosen}</span>
        <span className="flex shrink-0 items-center gap-1 text-subtle">
          {hotkey ? <Hotkey keys={hotkey} className="pointer-coarse:hidden" /> : null}
          <ChevronsUpDown aria-hidden="true" className="size-3.5" />
        </span>
      </PopoverTrigger>
      <PopoverContent aria-label={label} className="w-100 overflow-hidden p-0">
        <NodeSearch
          only={only}
          onPick={(node) => {
            setIsOpen(false);
            onPick(node);
          }}
        />
      </PopoverContent>
    </Popover>
  );
}

function NodeSearch({
  only = () => true,
  onPick,
}: {
  only: NodePickerProps["only"];
  onPick: (node: LineageNodeDto) => void;
}) {
  const { slug } = useWorkspace();
  const [text, setText] = useState("");
  const wanted = useDebounced(text.trim(), SEARCH_DELAY_MS);
  const { data, error, isFetching } = useQuery(lineageSearchOptions(slug, wanted));
  const nodes = (data ?? []).filter(only);
  const { active, setActive } = useActiveItem(nodes.map(({ id }) => ({ value: id })));
  const kinds = [...new Set(nodes.map(({ kind }) => kind))];
  return (
    <Command
      shouldFilter={false}
      label="Find a node"
      value={active}
      onValueChange={setActive}
      className="max-h-[min(24rem,60dvh)]"
    >
      <div className="relative">
        <CommandInput
          autoFocus
          value={text}
          placeholder="A name, “churn 3”, “@champion”, “#12” or an id"
          onValueChange={(next) => {
            setText(next);
            setActive("");
          }}
        />
        {isFetching ? (
          <Spinner className="absolute top-2.5 right-3 text-subtle" label="Searching" />
        ) : null}
      </div>
      <CommandList>
        {kinds.map((kind) => (
          <CommandGroup key={kind} heading={KIND_LOOKS[kind].label}>
            {nodes
              .filter((node) => node.kind === kind)
              .map((node) => (
                <FoundNode key={node.id} node={node} onPick={onPick} />
              ))}
          </CommandGroup>
        ))}
        <p role="status" className="px-2 py-3 text-center text-muted text-sm empty:hidden">
          {error ? `The search failed: ${error.message}` : null}
          {!error && !isFetching && nodes.length === 0 ? nothing(text.trim()) : null}
        </p>
      </CommandList>
    </Command>
  );
}

const nothing = (text: string) =>
  text === "" ? "There is nothing to trace yet." : `Nothing found for “${text}”.`;

function FoundNode({
  node,
  onPick,
}: {
  node: LineageNodeDto;
  onPick: (node: LineageNodeDto) => void;
}) {
  const { Icon } = KIND_LOOKS[node.kind];
  const detail = [...node.places, node.subtitle, stateLook(node)?.label ?? ""].filter(Boolean);
  return (
    <CommandItem value={node.id} onSelect={() => onPick(node)}>
      <Icon aria-hidden="true" />
      <span className="min-w-0 truncate">{node.title}</span>
      <span className="ml-auto min-w-0 shrink truncate text-muted text-xs">
        {detail.join(" · ")}
      </span>
    </CommandItem>
  );
}
