"use client";
import { useQuery } from "@tanstack/react-query";
import { Pencil, X } from "lucide-react";
import { useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { ErrorState } from "@/components/ui/error-state";
import { Field } from "@/components/ui/field";
import { FormProblem } from "@/components/ui/form-problem";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { SkeletonLines } from "@/components/ui/skeleton";
import { formatCount, formatPlural } from "@/lib/core/format";
import { fetchRunCells, runTableKeys } from "@/lib/runs/query-options/table";
import { MAX_RUNS_PER_REQUEST } from "@/lib/runs/search-params/requests";
import type { SelectedUuids } from "./selected-runs";
import { editableTagColumns, summariseTags, type TagSummary } from "./tag-summaries";
import type { RunCommands } from "./use-run-commands";
import type { RunTable } from "./use-run-table";

export interface TaggedRuns extends SelectedUuids {
  /** "run-11", or "12 runs". */
  title: string;
}

interface RunTagsDialogProps {
  table: RunTable;
  commands: RunCommands;
  /** Null while it is closed. */
  runs: TaggedRuns | null;
  onClose: () => void;
}

/** The tags of one run or of many: each is set, changed and removed for all of them at once, with a way back. */
export function RunTagsDialog({ runs, onClose, ...props }: RunTagsDialogProps) {
  return (
    <Dialog open={runs !== null} onOpenChange={onClose}>
      {runs ? <TagsOfRuns {...props} runs={runs} onClose={onClose} /> : null}
    </Dialog>
  );
}

/** The tags that are there; of very many runs those of the first. */
function useTags(table: RunTable, { uuids }: TaggedRuns) {
  const { workspace, listing, catalogue } = table;
  const columns = editableTagColumns(catalogue);
  const read = uuids.slice(0, MAX_RUNS_PER_REQUEST);
  const { experiment, view } = listing;
  return useQuery({
    queryKey: [...runTableKeys.all(workspace), "tags", read, columns] as const,
    queryFn: async ({ signal }) => {
      if (columns.length === 0) return [];
      const query = { experiment, view, uuids: read, columns };
      return summariseTags(await fetchRunCells(workspace, query, signal), columns);
    },
  });
}

/** Back to where the keyboard was: what opened the dialog is gone by now. */
function focusTable(): void {
  document
    .querySelector<HTMLElement>("[data-row] [data-column][tabindex='0']")
    ?.focus({ preventScroll: true });
}

function TagsOfRuns({ table, commands, runs, onClose }: RunTagsDialogProps & { runs: TaggedRuns }) {
  const { data: tags, error } = useTags(table, runs);
  const [draft, setDraft] = useState({ key: "", value: "" });
  const [problem, setProblem] = useState<string>();
  const name = useRef<HTMLInputElement>(null);
  const value = useRef<HTMLInputElement>(null);
  const set = async () => {
    const refusal = await commands.editTag(runs, draft.key.trim(), draft.value);
    setProblem(refusal ?? undefined);
    if (refusal === null) setDraft({ key: "", value: "" });
  };
  const edit = (tag: TagSummary) => {
    setDraft({ key: tag.key, value: tag.values.length === 1 ? (tag.values[0] ?? "") : "" });
    value.current?.focus();
  };
  const isChange = tags?.some(({ key }) => key === draft.key.trim()) ?? false;
  return (
    <DialogContent
      title={`Tags of ${runs.title}`}
      description={
        runs.isTruncated
          ? "More match than are changed at once. Do it again for the rest."
          : undefined
      }
      footer={<Button onClick={onClose}>Done</Button>}
      onOpenAutoFocus={(event) => {
        event.preventDefault();
        name.current?.focus();
      }}
      onCloseAutoFocus={(event) => {
        event.preventDefault();
        focusTable();
      }}
    >
      {error ? <ErrorState title="The tags could not be read">{error.message}</ErrorState> : null}
      {tags || error ? null : <SkeletonLines lines={3} label="Loading tags" />}
      {tags?.length === 0 ? <p className="text-muted text-sm">No tags yet.</p> : null}
      {tags && tags.length > 0 ? (
        <ul aria-label="Tags" className="-mx-2 grid gap-0.5 text-sm">
          {tags.map((tag) => (
            <TagLine
              key={tag.key}
              tag={tag}
              total={Math.min(runs.uuids.length, MAX_RUNS_PER_REQUEST)}
              onEdit={() => edit(tag)}
              onRemove={async () => {
                setProblem((await commands.editTag(runs, tag.key, null)) ?? undefined);
              }}
            />
          ))}
        </ul>
      ) : null}
      <form
        aria-label="Set a tag"
        className="mt-4 grid gap-3 border-t pt-4 sm:grid-cols-[1fr_1fr_auto] sm:items-end"
        onSubmit={(event) => {
          event.preventDefault();
          void set();
        }}
      >
        <Field label="Name" required>
          <Input
            ref={name}
            value={draft.key}
            placeholder="candidate"
            spellCheck={false}
            onChange={(event) => setDraft({ ...draft, key: event.target.value })}
          />
        </Field>
        <Field label="Value">
          <Input
            ref={value}
            value={draft.value}
            spellCheck={false}
            onChange={(event) => setDraft({ ...draft, value: event.target.value })}
          />
        </Field>
        <Button
          type="submit"
          variant="primary"
          loading={commands.isBusy}
          disabled={draft.key.trim() === ""}
        >
          {isChange ? "Change" : "Add"}
        </Button>
      </form>
      <div className="mt-3">
        <FormProblem message={problem} />
      </div>
    </DialogContent>
  );
}

interface TagLineProps {
  tag: TagSummary;
  total: number;
  onEdit: () => void;
  onRemove: () => void;
}

function TagLine({ tag, total, onEdit, onRemove }: TagLineProps) {
  const { key, values, runs } = tag;
  return (
    <li className="flex min-w-0 items-center gap-2 rounded-md px-2 py-0.5 hover:bg-hover">
      <span className="shrink-0 text-muted">{key}</span>
      <span className="min-w-0 grow truncate" title={values.slice(0, 20).join("\n")}>
        {values.length === 1 ? values[0] : formatPlural(values.length, "value")}
      </span>
      {runs < total ? (
        <span className="shrink-0 text-subtle text-xs">
          {formatCount(runs)} of {formatCount(total)}
        </span>
      ) : null}
      <IconButton size="sm" label={`Edit tag ${key}`} onClick={onEdit}>
        <Pencil aria-hidden="true" className="size-3.5" />
      </IconButton>
      <IconButton size="sm" label={`Remove tag ${key}`} onClick={onRemove}>
        <X aria-hidden="true" className="size-3.5" />
      </IconButton>
    </li>
  );
}
