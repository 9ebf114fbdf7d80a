"use client";
import { X } from "lucide-react";
import { useEffect, useState } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { SearchInput } from "@/components/ui/search-input";
import { useModelFilters } from "./use-model-filters";

const TYPING_MS = 200;

/** What is typed, handed on when typing pauses. */
function useTypedSearch(value: string, onChange: (value: string) => void) {
  const [text, setText] = useState(value);
  const [seen, setSeen] = useState(value);
  if (seen !== value) {
    setSeen(value);
    setText(value);
  }
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => onChange(text), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text, value, onChange]);
  return [text, setText] as const;
}

function FilterChip({ label, onRemove }: { label: string; onRemove: () => void }) {
  return (
    <Button size="sm" onClick={onRemove} aria-label={`Remove the filter ${label}`}>
      <span className="max-w-60 truncate">{label}</span>
      <X aria-hidden="true" className="size-3.5" />
    </Button>
  );
}

export function ModelsToolbar({ isLoading }: { isLoading: boolean }) {
  const { person } = useWorkspace();
  const { filters, setFilters } = useModelFilters();
  const [search] = useState(() => (text: string) => void setFilters({ search: text || null }));
  const [text, setText] = useTypedSearch(filters.search, search);
  const isMine = filters.owner === person.email;
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2 border-b px-4 py-2 sm:px-6">
      <SearchInput
        label="Search models"
        placeholder="Search by name"
        hotkey="/"
        value={text}
        onChange={setText}
        loading={isLoading}
        className="min-w-48 flex-1 sm:w-72 sm:flex-none"
      />
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
