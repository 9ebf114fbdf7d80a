"use client";
import { cn } from "@/components/ui/class-names";
import { ScrollArea } from "@/components/ui/scroll-area";
import { formatCount, formatPercent } from "@/lib/core/format";
import type { DistributionDto } from "@/lib/monitors/dto/monitors";
import { barsOf, type DistributionBar, greatestShare } from "./prepare-distribution";

/** Hollow is the reference, solid is what came: told apart without colour. */
const REFERENCE = "border border-muted bg-surface";
const CURRENT = "bg-accent";

const percent = (share: number, most: number) => `${most > 0 ? (share / most) * 100 : 0}%`;

/** What both are called. */
interface SideNames {
  reference: string;
  current: string;
}
const USUAL: SideNames = { reference: "Reference", current: "This window" };

const wordsOf = (
  { label, reference, current, referenceShare, currentShare }: DistributionBar,
  sides: SideNames,
) =>
  `${label}: ${sides.reference} ${formatPercent(referenceShare)} (${formatCount(reference)}), ${sides.current} ${formatPercent(currentShare)} (${formatCount(current)})`;

interface BarsProps {
  bars: readonly DistributionBar[];
  most: number;
  sides: SideNames;
}

/** Numbers stand in the order of their bins. */
function Histogram({ bars, most, sides, name }: BarsProps & { name: string }) {
  const [first, above, last] = [bars[0], bars.at(-2), bars.at(-1)];
  return (
    <div className="grid gap-1">
      <div
        role="img"
        aria-label={`Histogram of ${name}; the table below has its figures`}
        className="flex h-44 items-end gap-0.5 border-line-strong border-b"
      >
        {bars.map((bar) => (
          <div
            key={bar.label}
            title={wordsOf(bar, sides)}
            className="flex h-full min-w-0 grow basis-0 items-end last:ml-3 hover:bg-hover"
          >
            <span
              className={cn(
                "min-w-0 grow basis-0 rounded-t-xs border-b-0",
                REFERENCE,
                bar.reference === 0 && "invisible",
              )}
              style={{ height: percent(bar.referenceShare, most) }}
            />
            <span
              className={cn("min-w-0 grow basis-0 rounded-t-xs", CURRENT)}
              style={{ height: percent(bar.currentShare, most) }}
            />
          </div>
        ))}
      </div>
      <div className="flex gap-4 text-muted text-xs tabular-nums">
        <span className="grow">{first?.label}</span>
        <span>{above?.label}</span>
        <span>{last?.label}</span>
      </div>
    </div>
  );
}

function Categories({ bars, most, sides }: BarsProps) {
  return (
    <ul className="grid gap-1.5 text-xs">
      {bars.map((bar) => (
        <li
          key={bar.label}
          title={wordsOf(bar, sides)}
          className="grid grid-cols-[minmax(3rem,5rem)_minmax(0,1fr)_6.5rem] sm:grid-cols-[minmax(4rem,9rem)_minmax(0,1fr)_6.5rem] items-center gap-2"
        >
          <span className="truncate" title={bar.label}>
            {bar.label}
          </span>
          <span className="grid gap-px">
            <span
              className={cn(
                "h-2 rounded-r-xs border-l-0",
                REFERENCE,
                bar.reference === 0 && "invisible",
              )}
              style={{ width: percent(bar.referenceShare, most) }}
            />
            <span
              className={cn("h-2 rounded-r-xs", CURRENT)}
              style={{ width: percent(bar.currentShare, most) }}
            />
          </span>
          <span className="text-right text-muted tabular-nums">
            {formatPercent(bar.referenceShare)} → {formatPercent(bar.currentShare)}
          </span>
        </li>
      ))}
    </ul>
  );
}

const head = "px-3 py-1.5 text-right font-medium text-muted text-xs first:text-left";
const cell = "px-3 py-1 text-right first:text-left";

function Figures({ bars, sides }: Pick<BarsProps, "bars" | "sides">) {
  return (
    <details className="text-sm">
      <summary className="text-muted text-xs">Figures of every bin</summary>
      <ScrollArea label="Figures of every bin" className="mt-2 max-h-72">
        <table className="w-full text-xs tabular-nums">
          <thead>
            <tr>
              {["Bin", sides.reference, "Share", sides.current, "Share of it"].map((title) => (
                <th key={title} scope="col" className={head}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {bars.map((bar) => (
              <tr key={bar.label} className="border-t">
                <th scope="row" className={cn(cell, "max-w-48 truncate font-normal")}>
                  {bar.label}
                </th>
                <td className={cell}>{formatCount(bar.reference)}</td>
                <td className={cell}>{formatPercent(bar.referenceShare)}</td>
                <td className={cell}>{formatCount(bar.current)}</td>
                <td className={cell}>{formatPercent(bar.currentShare)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea>
    </details>
  );
}

function Others({ others }: Pick<DistributionDto, "others">) {
  const named = Object.entries(others).toSorted(([, one], [, other]) => other - one);
  if (named.length === 0) return null;
  return (
    <p className="text-muted text-xs">
      Most frequent of the other values:{" "}
      {named
        .slice(0, 10)
        .map(([value, count]) => `${value} (${formatCount(count)})`)
        .join(", ")}
    </p>
  );
}

interface DistributionBarsProps {
  distribution: Pick<DistributionDto, "column" | "kind" | "bins" | "others">;
  sides?: SideNames;
}

/** Two sides in the same bins, the reference and a window unless others are named, as shares of each. */
export function DistributionBars({ distribution, sides = USUAL }: DistributionBarsProps) {
  const bars = barsOf(distribution);
  const most = greatestShare(bars);
  return (
    <div className="grid content-start gap-3">
      <ul aria-label="Sides" className="flex flex-wrap gap-x-4 gap-y-1 text-muted text-xs">
        <li className="flex items-center gap-1.5">
          <span aria-hidden="true" className={cn("size-3 rounded-xs", REFERENCE)} />
          {sides.reference}
        </li>
        <li className="flex items-center gap-1.5">
          <span aria-hidden="true" className={cn("size-3 rounded-xs", CURRENT)} />
          {sides.current}
        </li>
      </ul>
      {distribution.kind === "number" ? (
        <Histogram {...{ bars, most, sides }} name={distribution.column} />
      ) : (
        <Categories {...{ bars, most, sides }} />
      )}
      <Others others={distribution.others} />
      <Figures bars={bars} sides={sides} />
    </div>
  );
}
