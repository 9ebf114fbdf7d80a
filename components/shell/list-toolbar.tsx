"use client";
import { X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { SearchInput } from "@/components/ui/search-input";
import { useTypedSearch } from "@/components/ui/use-typed-search";
import { useWorkspace } from "./workspace-context";

interface ListFilters {
  search: string;
  owner: string;
  tag: string;
}

interface ListToolbarProps {
  /** What is listed, in the plural. */
  noun: string;
  filters: ListFilters;
  setFilters: (change: { [Key in keyof ListFilters]?: string | null }) => unknown;
  isLoading: boolean;
  /** More choices, beside the search. */
  children?: ReactNode;
}

/** Above a list of what has a name, an owner and tags: what is shown of it. */
export function ListToolbar({ noun, filters, setFilters, isLoading, children }: ListToolbarProps) {
  const { person } = useWorkspace();
  const [search] = useState(() => (text: string) => void setFilters({ search: text || null }));
  const [text, setText] = useTypedSearch(filters.search, search);
  const isMine = filters.owner === person.email;
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2 border-b px-4 py-2 sm:px-6">
      <SearchInput
        label={`Search ${noun}`}
        placeholder="Search by name"
        hotkey="/"
        value={text}
        onChange={setText}
        loading={isLoading}
        className="min-w-48 flex-1 sm:w-72 sm:flex-none"
      />
      {children}
      <Button
        aria-pressed={isMine}
        onClick={() => void setFilters({ owner: isMine ? null : person.email })}
        className="aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent-fg"
      >
        Mine
      </Button>
      {filters.owner && !isMine ? (
        <FilterChip
          label={`Owner: ${filters.owner}`}
          onRemove={() => void setFilters({ owner: null })}
        />
      ) : null}
      {filters.tag ? (
        <FilterChip label={`Tag: ${filters.tag}`} onRemove={() => void setFilters({ tag: null })} />
      ) : null}
    </div>
  );
}

function FilterChip({ label, onRemove }: { label: string; onRemove: () => void }) {
  return (
    <Button size="sm" onClick={onRemove} aria-label={`Remove the filter ${label}`}>
      <span className="max-w-60 truncate">{label}</span>
      <X aria-hidden="true" className="size-3.5" />
    </Button>
  );
}
