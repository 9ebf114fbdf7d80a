"use client";
import { Plus, SlidersHorizontal } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { IconButton } from "@/components/ui/icon-button";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { FilterGroupEditor } from "./filter-group-editor";
import type { FilterKnowledge } from "./filter-suggestions";
import {
  EMPTY_GROUP,
  type FilterGroup,
  type FilterRule,
  printFilter,
  readFilter,
} from "./filter-tree";

interface FilterBuilderProps {
  filter: string;
  onFilter: (filter: string) => void;
  knowledge: FilterKnowledge;
  /** A condition to begin with, besides those that are asked already. */
  draft: FilterRule | null;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** How many conditions a group holds, at any depth. */
function countRules(group: FilterGroup | null): number {
  return (group?.items ?? []).reduce(
    (sum, item) => sum + (item.kind === "rule" ? 1 : countRules(item)),
    0,
  );
}

/** The filter's conditions and one more that it has to hold besides. */
function withDraft(group: FilterGroup | null, draft: FilterRule | null): FilterGroup | null {
  if (!group || !draft) return group;
  return group.join === "and" && !group.isNegated
    ? { ...group, items: [...group.items, draft] }
    : { ...EMPTY_GROUP, items: [group, draft] };
}

/** The same filter as conditions. What is not finished yet stays here and is not asked. */
function useGroup({ filter, draft, onFilter }: FilterBuilderProps) {
  const [group, setGroup] = useState(() => withDraft(readFilter(filter), draft));
  const [asked, setAsked] = useState(filter);
  if (asked !== filter) {
    setAsked(filter);
    if (!group || printFilter(group) !== filter) setGroup(readFilter(filter));
  }
  const change = (next: FilterGroup) => {
    setGroup(next);
    const text = printFilter(next);
    if (text !== filter) onFilter(text);
  };
  return { group, change };
}

function BuilderBody(props: FilterBuilderProps) {
  const { group, change } = useGroup(props);
  if (group)
    return (
      <FilterGroupEditor
        group={group}
        path={[]}
        top={group}
        change={change}
        knowledge={props.knowledge}
      />
    );
  return (
    <Callout tone="warning">
      This filter cannot be shown as conditions. Edit it as text, or start anew.
      <div className="mt-2">
        <Button size="sm" onClick={() => change(EMPTY_GROUP)}>
          <Plus aria-hidden="true" />
          Start anew
        </Button>
      </div>
    </Callout>
  );
}

/** Builds the filter from conditions, in groups where it takes that. */
export function FilterBuilder(props: FilterBuilderProps) {
  const { filter, open, onOpenChange } = props;
  const count = countRules(readFilter(filter));
  return (
    <Popover open={open} onOpenChange={onOpenChange}>
      <PopoverTrigger asChild>
        <IconButton
          label={count === 0 ? "Build a filter" : "Edit the filter's conditions"}
          size="sm"
          className="aspect-auto w-auto min-w-7 px-1.5"
        >
          <SlidersHorizontal aria-hidden="true" className="size-3.5" />
          {count === 0 ? null : <span className="text-xs">{count}</span>}
        </IconButton>
      </PopoverTrigger>
      <PopoverContent
        aria-label="Filter builder"
        align="end"
        className="w-180 max-w-[calc(100vw-1rem)]"
      >
        <BuilderBody {...props} />
      </PopoverContent>
    </Popover>
  );
}
