"use client";
import { GripVertical, Pin, PinOff, X } from "lucide-react";
import { memo, type PointerEvent } from "react";
import { cn } from "@/components/ui/class-names";
import type { PickerRow } from "./picker-rows";
import { RowCheckbox } from "./row-checkbox";

export interface PickerActions {
  isVisible: (id: string) => boolean;
  isPinned: (id: string) => boolean;
  show: (ids: readonly string[], isShown: boolean) => void;
  pin: (id: string, isPinned: boolean) => void;
  startDrag: (event: PointerEvent, index: number) => void;
}

interface RowProps<Kind extends PickerRow["kind"]> {
  row: Extract<PickerRow, { kind: Kind }>;
  actions: PickerActions;
}

const smallButton =
  "grid size-6 shrink-0 place-items-center rounded-sm text-subtle hover:bg-active hover:text-fg";

function Heading({ row, actions }: RowProps<"heading">) {
  const areAll = row.columnIds.every(actions.isVisible);
  return (
    <div className="flex h-full items-center gap-2 px-2">
      <h3 className="min-w-0 grow truncate font-semibold text-muted text-xs">
        {row.label} <span className="font-normal text-subtle">{row.count}</span>
      </h3>
      <button
        type="button"
        tabIndex={-1}
        className="rounded-sm px-1.5 text-accent-fg text-xs hover:underline"
        onClick={() => actions.show(row.columnIds, !areAll)}
      >
        {areAll ? "Hide all" : "Show all"}
        <span className="sr-only"> {row.label}</span>
      </button>
    </div>
  );
}

function Shown({ row, actions }: RowProps<"shown">) {
  const name = row.variant ? `${row.label}, ${row.variant}` : row.label;
  const isPinned = actions.isPinned(row.columnId);
  return (
    <div className="flex h-full items-center gap-1 rounded-md pr-1 pl-0.5 hover:bg-hover">
      <span
        aria-hidden="true"
        className="grid h-full w-5 cursor-grab touch-none place-items-center text-subtle"
        onPointerDown={(event) => actions.startDrag(event, row.index)}
      >
        <GripVertical className="size-3.5" />
      </span>
      <span className="min-w-0 grow truncate" title={name}>
        {row.label}
        {row.variant ? <span className="ml-1.5 text-subtle text-xs">{row.variant}</span> : null}
      </span>
      <button
        type="button"
        tabIndex={-1}
        aria-pressed={isPinned}
        aria-label={`Pin ${name}`}
        title={isPinned ? "Unpin" : "Pin to the left"}
        className={cn(smallButton, isPinned && "text-accent-fg")}
        onClick={() => actions.pin(row.columnId, !isPinned)}
      >
        {isPinned ? (
          <PinOff aria-hidden="true" className="size-3.5" />
        ) : (
          <Pin aria-hidden="true" className="size-3.5" />
        )}
      </button>
      <button
        type="button"
        tabIndex={-1}
        aria-label={`Hide ${name}`}
        title="Hide"
        className={smallButton}
        onClick={() => actions.show([row.columnId], false)}
      >
        <X aria-hidden="true" className="size-3.5" />
      </button>
    </div>
  );
}

function Item({ row, actions }: RowProps<"item">) {
  const { label, variants } = row.item;
  const [first] = variants;
  if (!first) return null;
  const isAny = variants.some(({ id }) => actions.isVisible(id));
  const toggle = () => actions.show(isAny ? variants.map(({ id }) => id) : [first.id], !isAny);
  return (
    <div className="flex h-full items-center gap-1.5 rounded-md px-1 hover:bg-hover">
      <RowCheckbox label={`Show ${label}`} state={isAny ? "all" : "none"} onToggle={toggle} />
      <span className="min-w-0 grow truncate" title={label}>
        {label}
      </span>
      {variants.length > 1
        ? variants.map((variant) => (
            <button
              key={variant.id}
              type="button"
              tabIndex={-1}
              aria-pressed={actions.isVisible(variant.id)}
              aria-label={`${label}, ${variant.label}`}
              onClick={() => actions.show([variant.id], !actions.isVisible(variant.id))}
              className="h-5 shrink-0 rounded-sm border border-transparent px-1.5 text-subtle text-xs hover:border-line-strong hover:text-fg aria-pressed:border-accent-line aria-pressed:bg-accent-soft aria-pressed:text-accent-fg pointer-coarse:h-8"
            >
              {variant.label}
            </button>
          ))
        : null}
    </div>
  );
}

/** Kept while it is the same row and neither what is shown nor what is pinned has changed. */
export const ColumnPickerRow = memo(function ColumnPickerRow({
  row,
  actions,
}: {
  row: PickerRow;
  actions: PickerActions;
}) {
  switch (row.kind) {
    case "heading":
      return <Heading row={row} actions={actions} />;
    case "shown":
      return <Shown row={row} actions={actions} />;
    case "item":
      return <Item row={row} actions={actions} />;
  }
});
