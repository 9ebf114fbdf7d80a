import { ScrollArea } from "@/components/ui/scroll-area";
import { formatCount, NO_VALUE } from "@/lib/core/format";
import { formatX, formatY } from "./format-reading";
import { LineSwatch } from "./line-swatch";
import { prepareTable } from "./prepare-export";
import type { LineSeries } from "./prepare-lines";
import type { AxisUnit, ValueUnit } from "./prepare-ticks";

interface ChartTableProps {
  title: string;
  lines: readonly LineSeries[];
  xName: string;
  unit: AxisUnit;
  yUnit: ValueUnit;
  timeZone: string;
}

const MOST_ROWS = 200;

/** The same samples as text: for screen readers, and for whoever wants to read numbers. */
export function ChartTable({ title, lines, xName, unit, yUnit, timeZone }: ChartTableProps) {
  const { rows, total } = prepareTable(lines, MOST_ROWS);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <ScrollArea label={`${title} as a table`} className="min-h-0 grow">
        <table className="w-full border-separate border-spacing-0 text-xs">
          <caption className="sr-only">{title}</caption>
          <thead>
            <tr>
              <th
                scope="col"
                className="sticky top-0 left-0 z-2 border-b bg-sunken px-2 py-1 text-left font-medium"
              >
                {xName}
              </th>
              {lines.map((line) => (
                <th
                  key={line.id}
                  scope="col"
                  className="sticky top-0 z-1 max-w-40 border-b bg-sunken px-2 py-1 text-right font-medium"
                >
                  <span className="flex items-center justify-end gap-1.5">
                    <LineSwatch color={line.color} dash={line.dash} />
                    <span className="truncate">{line.label}</span>
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ x, values }) => (
              <tr key={x}>
                <th
                  scope="row"
                  className="sticky left-0 whitespace-nowrap border-b bg-surface px-2 py-1 text-left font-normal text-muted"
                >
                  {formatX(x, unit, timeZone)}
                </th>
                {values.map((value, index) => (
                  <td
                    key={lines[index]?.id ?? index}
                    className="border-b px-2 py-1 text-right whitespace-nowrap"
                  >
                    {value === null ? (
                      <span className="text-subtle">{NO_VALUE}</span>
                    ) : (
                      formatY(value, yUnit)
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea>
      {total > rows.length ? (
        <p className="shrink-0 px-2 py-1.5 text-muted text-xs">
          {formatCount(rows.length)} of {formatCount(total)} rows. The CSV has all of them.
        </p>
      ) : null}
    </div>
  );
}
