import { cn } from "@/components/ui/class-names";
import { ScrollArea } from "@/components/ui/scroll-area";
import { formatCount, formatPlural } from "@/lib/core/format";
import type { ArtifactPreview, Cell } from "@/lib/storage/preview/preview";

type TablePreview = Extract<ArtifactPreview, { kind: "table" }>;

function shown({ columns, rows, totalRows, totalColumns }: TablePreview): string {
  const isAll = totalRows === rows.length;
  const some =
    totalRows === null
      ? `The first ${formatPlural(rows.length, "row")}; the file has more`
      : `The first ${formatCount(rows.length)} of ${formatPlural(totalRows, "row")}`;
  const width =
    totalColumns > columns.length
      ? `the first ${formatCount(columns.length)} of ${formatPlural(totalColumns, "column")}`
      : formatPlural(totalColumns, "column");
  return `${isAll ? formatPlural(rows.length, "row") : some}, ${width}`;
}

function CellText({ value }: { value: Cell }) {
  return value === null ? <span className="text-subtle">null</span> : String(value);
}

/** The rows that were read of a table, which may be the first of many. */
export function ArtifactTable({ preview, label }: { preview: TablePreview; label: string }) {
  const { columns, rows } = preview;
  return (
    <div className="grid min-w-0 gap-2">
      <p className="text-muted text-xs">{shown(preview)}</p>
      <ScrollArea label={label} className="max-h-[70dvh] rounded-md border">
        <table className="w-full border-separate border-spacing-0 text-xs">
          <thead>
            <tr>
              {columns.map((column) => (
                <th
                  // A file may name a column twice, and never changes.
                  key={columns.indexOf(column)}
                  scope="col"
                  className="sticky top-0 whitespace-nowrap border-b bg-sunken px-3 py-1.5 text-left font-medium"
                >
                  {column.name} <span className="font-normal text-muted">{column.type}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              // Rows of a file have nothing but their place to be told apart by, and never change.
              <tr key={rows.indexOf(row)} className="hover:bg-hover">
                {columns.map((column, index) => (
                  <td
                    key={columns.indexOf(column)}
                    className={cn(
                      "max-w-100 truncate border-b px-3 py-1 tabular-nums",
                      typeof row[index] === "number" && "text-right",
                    )}
                  >
                    <CellText value={row[index] ?? null} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea>
    </div>
  );
}
