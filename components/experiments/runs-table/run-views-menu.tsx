"use client";
import { Bookmark, ChevronDown, Pencil, RotateCcw, Save, Star, Trash2 } from "lucide-react";
import { useState } from "react";
import { useCan } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import type { RunViewDto } from "@/lib/runs/dto/views";
import { RunViewForm } from "./run-view-form";
import type { RunTable } from "./use-run-table";
import { type RunViews, useRunViews } from "./use-run-views";

interface GroupProps {
  label: string;
  views: readonly RunViewDto[];
}

function Group({ label, views }: GroupProps) {
  if (views.length === 0) return null;
  return (
    <>
      <DropdownMenuLabel>{label}</DropdownMenuLabel>
      {views.map(({ id, name, isDefault }) => (
        <DropdownMenuRadioItem key={id} value={id}>
          <span className="min-w-0 grow truncate">{name}</span>
          {isDefault ? <span className="ml-2 text-subtle text-xs">opens first</span> : null}
        </DropdownMenuRadioItem>
      ))}
    </>
  );
}

/** What can be done with the view that is open. */
function OpenViewItems({ views, onRename }: { views: RunViews; onRename: () => void }) {
  const mayShare = useCan("experiment:write");
  const { open, changes } = views;
  if (!open) return null;
  const mayChange = open.isShared ? mayShare : open.isMine;
  return (
    <>
      <DropdownMenuSeparator />
      <DropdownMenuLabel>
        {changes.length > 0 ? `“${open.name}”, changed: ${changes.join(", ")}` : `“${open.name}”`}
      </DropdownMenuLabel>
      {changes.length > 0 ? (
        <DropdownMenuItem icon={<RotateCcw aria-hidden="true" />} onSelect={() => views.show(open)}>
          Discard the changes
        </DropdownMenuItem>
      ) : null}
      {changes.length > 0 && mayChange ? (
        <DropdownMenuItem
          icon={<Save aria-hidden="true" />}
          onSelect={() => void views.keepChanges(open)}
        >
          Save the changes
        </DropdownMenuItem>
      ) : null}
      {mayChange ? (
        <DropdownMenuItem icon={<Pencil aria-hidden="true" />} onSelect={onRename}>
          Rename or share…
        </DropdownMenuItem>
      ) : null}
      {open.isShared && mayShare ? (
        <DropdownMenuItem
          icon={<Star aria-hidden="true" />}
          onSelect={() => void views.setDefault(open, !open.isDefault)}
        >
          {open.isDefault ? "Do not open the experiment with it" : "Open the experiment with it"}
        </DropdownMenuItem>
      ) : null}
      {mayChange ? (
        <DropdownMenuItem
          icon={<Trash2 aria-hidden="true" />}
          tone="danger"
          onSelect={() => void views.remove(open)}
        >
          Delete view
        </DropdownMenuItem>
      ) : null}
    </>
  );
}

/** Views of this table under a name: to open one, to save this one, and to see what has been changed since. */
export function RunViewsMenu({ table }: { table: RunTable }) {
  const views = useRunViews(table);
  const [edited, setEdited] = useState<RunViewDto | "new" | null>(null);
  const { open, all, changes } = views;
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button className="max-w-48">
            <Bookmark aria-hidden="true" className="shrink-0" />
            <span className="min-w-0 truncate max-sm:sr-only">{open ? open.name : "Views"}</span>
            {changes.length > 0 ? (
              <span className="shrink-0 rounded-xs bg-active px-1 text-2xs text-muted">edited</span>
            ) : null}
            <ChevronDown aria-hidden="true" className="size-3.5 shrink-0 text-subtle" />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end" className="w-72">
          <DropdownMenuRadioGroup
            value={open?.id ?? ""}
            onValueChange={(id) => {
              const view = all.find((known) => known.id === id);
              if (view) views.show(view);
            }}
          >
            <Group label="Of the workspace" views={all.filter(({ isShared }) => isShared)} />
            <Group label="Mine" views={all.filter(({ isShared }) => !isShared)} />
          </DropdownMenuRadioGroup>
          {all.length === 0 ? (
            <p className="px-2 py-1.5 text-muted text-sm">
              No views yet. A view keeps filter, order and columns under a name.
            </p>
          ) : null}
          {open ? <OpenViewItems views={views} onRename={() => setEdited(open)} /> : null}
          <DropdownMenuSeparator />
          <DropdownMenuItem
            icon={<Bookmark aria-hidden="true" />}
            disabled={!views.maySave}
            onSelect={() => setEdited("new")}
          >
            Save as a new view…
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <Dialog open={edited !== null} onOpenChange={() => setEdited(null)}>
        {edited ? (
          <RunViewForm
            view={edited === "new" ? null : edited}
            onSave={views.save}
            onClose={() => setEdited(null)}
          />
        ) : null}
      </Dialog>
    </>
  );
}
