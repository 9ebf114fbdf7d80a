"use client";
import { Columns3 } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { SearchInput } from "@/components/ui/search-input";
import { formatCount } from "@/lib/core/format";
import { ColumnPickerList } from "./column-picker-list";
import { type PickerItem, pickerRows, withColumns } from "./picker-rows";
import { useLatest } from "./use-latest";

interface ColumnPickerProps {
  items: readonly PickerItem[];
  /** Ids of the visible columns, in order. */
  visible: readonly string[];
  pinned: readonly string[];
  onVisible: (visible: readonly string[]) => void;
  onPin: (id: string, isPinned: boolean) => void;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Under the list: what hides or resets columns. */
  footer?: ReactNode;
}

function moved(list: readonly string[], from: number, to: number): string[] {
  const rest = list.toSpliced(from, 1);
  return rest.toSpliced(to, 0, ...list.slice(from, from + 1));
}

/** Chooses columns among thousands: searched loosely or by /pattern/, shown, ordered and pinned in one place. */
export function ColumnPicker(props: ColumnPickerProps) {
  const { visible, open, onOpenChange } = props;
  return (
    <Popover open={open} onOpenChange={onOpenChange}>
      <PopoverTrigger asChild>
        <Button>
          <Columns3 aria-hidden="true" />
          Columns
          <span className="text-subtle">{formatCount(visible.length)}</span>
        </Button>
      </PopoverTrigger>
      <PopoverContent
        aria-label="Columns"
        align="end"
        className="flex w-96 flex-col overflow-hidden p-0"
      >
        <PickerBody {...props} />
      </PopoverContent>
    </Popover>
  );
}

function PickerBody({ items, visible, pinned, onVisible, onPin, footer }: ColumnPickerProps) {
  const [query, setQuery] = useState("");
  const search = useRef<HTMLDivElement>(null);
  const enterList = (event: KeyboardEvent) => {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    search.current?.parentElement
      ?.querySelector<HTMLElement>("[data-line] [tabindex='0']")
      ?.focus();
  };
  const { rows, matches, problem } = useMemo(
    () => pickerRows({ items, visible, query }),
    [items, visible, query],
  );
  const latest = useLatest({ visible, onVisible, onPin });
  const actions = useMemo(() => {
    const shown = new Set(visible);
    const stuck = new Set(pinned);
    return {
      isVisible: (id: string) => shown.has(id),
      isPinned: (id: string) => stuck.has(id),
      show: (ids: readonly string[], isShown: boolean) =>
        latest.current.onVisible(withColumns(latest.current.visible, ids, isShown)),
      pin: (id: string, isPinned: boolean) => latest.current.onPin(id, isPinned),
    };
  }, [visible, pinned, latest]);
  const status = problem ?? (matches === 0 ? `No column matches “${query.trim()}”.` : "");
  return (
    <>
      <div ref={search} className="border-b p-2">
        <SearchInput
          label="Search columns"
          placeholder="Search, or /pattern/"
          value={query}
          onChange={setQuery}
          autoFocus
          onKeyDownCapture={enterList}
        />
        <p role="status" className="mt-1 px-1 text-muted text-xs empty:hidden">
          {status}
        </p>
      </div>
      <ColumnPickerList
        rows={rows}
        actions={actions}
        onMove={(from, to) => onVisible(moved(visible, from, to))}
        onLeave={() => search.current?.querySelector("input")?.focus()}
      />
      {footer ? <div className="grid gap-1 border-t bg-sunken p-2">{footer}</div> : null}
    </>
  );
}
