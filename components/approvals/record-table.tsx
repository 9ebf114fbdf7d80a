import { ScrollArea } from "@/components/ui/scroll-area";

interface RecordTableProps {
  title: string;
  /** Headings; without them the first cell of a row is the heading of the row. */
  head?: readonly string[] | undefined;
  rows: readonly { key: string; cells: readonly string[] }[];
  /** What is said when there are no rows. */
  empty?: string | undefined;
}

const CELL = "break-words px-2 py-1.5 text-left align-top font-normal [overflow-wrap:anywhere]";

/** A table for paper: plain, whole, nothing hidden. */
export function RecordTable({ title, head, rows, empty = "Nothing." }: RecordTableProps) {
  return (
    <section aria-label={title} className="grid gap-1.5 print:break-inside-auto">
      <h3 className="font-medium text-sm">{title}</h3>
      {rows.length === 0 ? <p className="text-muted text-sm">{empty}</p> : null}
      {rows.length > 0 ? (
        <ScrollArea label={title} className="rounded-md border print:overflow-visible">
          <table className="w-full min-w-160 border-collapse text-xs print:min-w-0">
            {head ? (
              <thead className="border-b bg-sunken">
                <tr>
                  {head.map((name) => (
                    <th key={name} scope="col" className="px-2 py-1.5 text-left font-medium">
                      {name}
                    </th>
                  ))}
                </tr>
              </thead>
            ) : null}
            <tbody className="divide-y divide-line">
              {rows.map(({ key, cells: [first, ...rest] }) => (
                <tr key={key} className="print:break-inside-avoid">
                  <th scope="row" className={CELL}>
                    {first}
                  </th>
                  {rest.map((cell, index) => (
                    <td key={head?.[index + 1] ?? "value"} className={CELL}>
                      {cell}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollArea>
      ) : null}
    </section>
  );
}
