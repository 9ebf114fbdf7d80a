"use client";
import { Filter, X } from "lucide-react";
import dynamic from "next/dynamic";
import { type ReactNode, useCallback, useEffect, useId, useState } from "react";
import { cn } from "@/components/ui/class-names";
import { controlStyles } from "@/components/ui/control-styles";
import { useHotkeys } from "@/components/ui/use-hotkeys";
import type { FilterEditorProps } from "./filter-editor";
import { problemOf } from "./filter-problem";

const PLACEHOLDER = "metrics.loss < 0.1 AND params.optimizer = 'adam'";
/** A filter that can be asked is asked when typing pauses; what cannot is blamed when nothing more comes. */
const PAUSE_MS = 600;
const PATIENCE_MS = 2_000;

/** What stands in the editor's place until it has been fetched. */
function EditorPlace({ text }: { text?: string }) {
  return (
    <span className={cn("min-w-0 grow truncate font-mono text-sm", !text && "text-subtle")}>
      {text || PLACEHOLDER}
    </span>
  );
}

const FilterEditor = dynamic<FilterEditorProps>(
  () => import("./filter-editor").then((module) => module.FilterEditor),
  { ssr: false, loading: () => <EditorPlace /> },
);

interface FilterBoxProps {
  /** The filter that is asked. */
  filter: string;
  onFilter: (filter: string) => void;
  suggest: FilterEditorProps["suggest"];
  /** The button that opens the builder, and the builder. */
  builder: ReactNode;
}

function useDraft(filter: string, onFilter: (filter: string) => void) {
  const [draft, setDraft] = useState(filter);
  const [asked, setAsked] = useState(filter);
  const [isSettled, setIsSettled] = useState(true);
  if (asked !== filter) {
    setAsked(filter);
    if (draft.trim() !== filter) setDraft(filter);
  }
  const problem = problemOf(draft);
  const submit = useCallback(
    (text: string) => {
      setIsSettled(true);
      if (!problemOf(text)) onFilter(text.trim());
    },
    [onFilter],
  );
  const change = (text: string) => {
    setDraft(text);
    setIsSettled(false);
  };
  useEffect(() => {
    if (isSettled) return;
    const wait = problemOf(draft) ? PATIENCE_MS : PAUSE_MS;
    const timer = setTimeout(() => submit(draft), wait);
    return () => clearTimeout(timer);
  }, [draft, isSettled, submit]);
  return { draft, change, submit, problem: isSettled ? problem : null };
}

/** The filter as text, completed and checked while it is typed. */
export function FilterBox({ filter, onFilter, suggest, builder }: FilterBoxProps) {
  const problemId = useId();
  const { draft, change, submit, problem } = useDraft(filter, onFilter);
  const [focusRequest, setFocusRequest] = useState(0);
  useHotkeys("Runs", [
    { keys: "/", label: "Filter", run: () => setFocusRequest((request) => request + 1) },
  ]);
  return (
    <div className="min-w-0 grow basis-full sm:basis-72">
      <div
        data-invalid={problem ? true : undefined}
        className={cn(
          controlStyles,
          "flex min-h-control items-center gap-2 py-1 pr-1 pl-2.5 focus-within:border-ring focus-within:outline-2 focus-within:outline-ring/35 data-invalid:border-danger",
        )}
      >
        <Filter aria-hidden="true" className="size-3.5 shrink-0 text-subtle" />
        <FilterEditor
          label="Filter runs"
          value={draft}
          placeholder={PLACEHOLDER}
          onChange={change}
          onSubmit={submit}
          onBlur={submit}
          suggest={suggest}
          isInvalid={problem !== null}
          focusRequest={focusRequest}
        />
        {draft === "" ? null : (
          <button
            type="button"
            aria-label="Clear the filter"
            onClick={() => {
              change("");
              submit("");
            }}
            className="grid size-6 shrink-0 place-items-center rounded-sm text-subtle hover:bg-hover hover:text-fg"
          >
            <X aria-hidden="true" className="size-3.5" />
          </button>
        )}
        {builder}
      </div>
      <p id={problemId} role="alert" className="mt-1 text-danger-fg text-xs empty:hidden">
        {problem?.message}
      </p>
    </div>
  );
}
