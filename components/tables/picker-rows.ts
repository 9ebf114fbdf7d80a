import { searchColumns } from "./column-search";

/** Something that can be shown as a column, or as several: the last, least and greatest value of a metric. */
export interface PickerItem {
  /** Unique within its group. */
  key: string;
  label: string;
  group: string;
  variants: readonly PickerVariant[];
}

export interface PickerVariant {
  /** Id of the column. */
  id: string;
  /** Empty where there is only one. */
  label: string;
}

export type PickerRow =
  | { kind: "heading"; id: string; label: string; count: number; columnIds: readonly string[] }
  /** A column that is shown, in the place where it stands. */
  | { kind: "shown"; id: string; columnId: string; label: string; variant: string; index: number }
  | { kind: "item"; id: string; item: PickerItem };

export interface PickerInput {
  items: readonly PickerItem[];
  /** Ids of the visible columns, in order. */
  visible: readonly string[];
  query: string;
}

interface NamedColumn {
  label: string;
  variant: string;
}

/** What the ids among these items are called. Made of a few ids, not of all: there may be thousands. */
function namesOf(items: readonly PickerItem[], ids: readonly string[]): Map<string, NamedColumn> {
  const wanted = new Set(ids);
  const names = new Map<string, NamedColumn>();
  // The first variant is what the name alone means.
  for (const { label, variants } of items)
    for (const [index, { id, label: variant }] of variants.entries())
      if (wanted.has(id)) names.set(id, { label, variant: index === 0 ? "" : variant });
  return names;
}

function shownRows(items: readonly PickerItem[], visible: readonly string[]): PickerRow[] {
  const names = namesOf(items, visible);
  const rows = visible.map(
    (columnId, index): PickerRow => ({
      kind: "shown",
      id: `shown ${columnId}`,
      columnId,
      label: names.get(columnId)?.label ?? columnId,
      variant: names.get(columnId)?.variant ?? "",
      index,
    }),
  );
  const heading: PickerRow = {
    kind: "heading",
    id: "shown",
    label: "Shown",
    count: visible.length,
    columnIds: visible,
  };
  return [heading, ...rows];
}

/** The columns that a heading's "show all" means: the first variant of each item. */
function firstColumns(items: readonly PickerItem[]): string[] {
  return items.flatMap(({ variants }) => variants[0]?.id ?? []);
}

/** The lines of the picker: what is shown, then everything there is, by group; when searching, what matches. */
export function pickerRows({ items, visible, query }: PickerInput): {
  rows: PickerRow[];
  matches: number;
  problem: string | null;
} {
  const isSearching = query.trim() !== "";
  const { found, problem } = isSearching
    ? searchColumns(items, query, ({ label }) => label)
    : { found: items, problem: null };
  const groups = new Map<string, PickerItem[]>();
  for (const item of items) groups.set(item.group, []);
  for (const item of found) groups.get(item.group)?.push(item);
  const rows = [...groups].flatMap(([label, members]): PickerRow[] =>
    members.length === 0
      ? []
      : [
          {
            kind: "heading",
            id: label,
            label,
            count: members.length,
            columnIds: firstColumns(members),
          },
          ...members.map(
            (item): PickerRow => ({ kind: "item", id: `${item.group} ${item.key}`, item }),
          ),
        ],
  );
  return {
    rows: isSearching ? rows : [...shownRows(items, visible), ...rows],
    matches: found.length,
    problem,
  };
}

/** The visible columns with some added at the end, or taken away. */
export function withColumns(
  visible: readonly string[],
  ids: readonly string[],
  isShown: boolean,
): string[] {
  const changed = new Set(ids);
  if (!isShown) return visible.filter((id) => !changed.has(id));
  const present = new Set(visible);
  return [...visible, ...ids.filter((id) => !present.has(id))];
}
