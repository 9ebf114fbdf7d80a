"use client";
import { Ellipsis, Expand, FileDown, ImageDown, Search, Table2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/class-names";
import { csvBlob, download } from "@/components/ui/download";
import {
  DropdownMenu,
  DropdownMenuCheckboxItem,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { IconButton } from "@/components/ui/icon-button";
import { Skeleton } from "@/components/ui/skeleton";
import { ChartTable } from "./chart-table";
import { useChartTheme } from "./chart-theme";
import { drawPicture } from "./export-chart";
import { LineChart, type LineChartOptions } from "./line-chart";
import type { ChartMark } from "./prepare-chart-marks";
import { fileName, samplesCsv } from "./prepare-export";
import type { Zoom } from "./prepare-frame";
import { countUnplaceable } from "./prepare-lines";

/** What a panel knows of its data. */
export type PanelState =
  | { kind: "loading" }
  | { kind: "error"; message: string; retry: () => void }
  | { kind: "ready"; options: LineChartOptions };

interface ChartPanelProps {
  title: string;
  xName: string;
  state: PanelState;
  onZoom: (zoom: Zoom | null) => void;
  /** Opens the panel alone, large; absent when it is. */
  onExpand?: (() => void) | undefined;
  marks?: readonly ChartMark[] | undefined;
  /** How many lines there are of how many there could be: "25 of 487 plotted". */
  status: string;
  /** Something finer is being fetched. */
  isRefining?: boolean | undefined;
  /** Large panels are not cards. */
  isBare?: boolean | undefined;
  /** Said where no line has a sample. */
  emptyText: string;
  className?: string | undefined;
  /** More items of the panel's menu. */
  menu?: ReactNode | undefined;
}

/** One chart with its title, its state, and what can be done with it. */
export function ChartPanel(props: ChartPanelProps) {
  const { title, state, isBare, status, isRefining, onExpand, className } = props;
  const [isTable, setIsTable] = useState(false);
  const isZoomed = state.kind === "ready" && Boolean(state.options.zoom.x ?? state.options.zoom.y);
  return (
    <section
      aria-label={title}
      className={cn(
        "group/panel flex min-h-0 min-w-0 flex-col",
        !isBare && "rounded-lg border bg-surface",
        className,
      )}
    >
      <header className="flex h-9 shrink-0 items-center gap-1 pr-1 pl-3">
        <h3 className="min-w-0 truncate font-medium text-sm" title={title}>
          {title}
        </h3>
        {isRefining ? (
          <span
            role="status"
            className="size-1.5 shrink-0 animate-pulse-soft rounded-full bg-accent"
          >
            <span className="sr-only">Loading finer samples</span>
          </span>
        ) : null}
        <span className="grow" />
        {isZoomed ? (
          <Button size="sm" variant="ghost" onClick={() => props.onZoom(null)}>
            Reset zoom
          </Button>
        ) : null}
        <PanelMenu {...props} isTable={isTable} onTable={setIsTable} />
        {onExpand ? (
          <IconButton size="sm" label={`Expand ${title}`} onClick={onExpand}>
            <Expand aria-hidden="true" className="size-3.5" />
          </IconButton>
        ) : null}
      </header>
      {/* What is drawn for another width, before it is measured anew, does not widen the page. */}
      <div className="min-h-0 grow overflow-x-clip px-1.5">
        <PanelBody {...props} isTable={isTable} />
      </div>
      <PanelNotes state={state} status={status} />
    </section>
  );
}

function PanelBody({
  title,
  xName,
  state,
  onZoom,
  marks,
  emptyText,
  isTable,
}: ChartPanelProps & { isTable: boolean }) {
  if (state.kind === "loading") return <Skeleton className="h-full w-full rounded-md opacity-50" />;
  if (state.kind === "error")
    return (
      <div role="alert" className="grid h-full place-content-center justify-items-center gap-2 p-4">
        <p className="text-center text-muted text-sm">{state.message}</p>
        <Button size="sm" onClick={state.retry}>
          Try again
        </Button>
      </div>
    );
  const { options } = state;
  if (options.lines.every((line) => line.x.length === 0))
    return (
      <div className="grid h-full place-content-center justify-items-center gap-1 p-4 text-center text-muted text-sm">
        <Search aria-hidden="true" className="size-4 text-subtle" />
        {emptyText}
      </div>
    );
  if (isTable)
    return (
      <ChartTable
        title={title}
        lines={options.lines}
        xName={xName}
        unit={options.xUnit}
        yUnit={options.yUnit ?? "number"}
        timeZone={options.timeZone}
      />
    );
  return <LineChart title={title} xName={xName} options={options} onZoom={onZoom} marks={marks} />;
}

function PanelNotes({ state, status }: Pick<ChartPanelProps, "state" | "status">) {
  const options = state.kind === "ready" ? state.options : null;
  const unplaceable = options ? countUnplaceable(options.lines, options.xScale, options.yScale) : 0;
  if (status === "" && unplaceable === 0) return <div className="h-1 shrink-0" />;
  return (
    <footer className="flex min-h-6 shrink-0 flex-wrap items-center gap-x-3 px-3 pb-1 text-2xs text-subtle">
      <span>{status}</span>
      {unplaceable > 0 ? (
        <span>{unplaceable} samples at or below 0 have no place on a log axis</span>
      ) : null}
    </footer>
  );
}

interface PanelMenuProps extends ChartPanelProps {
  isTable: boolean;
  onTable: (isTable: boolean) => void;
}

function PanelMenu({ title, xName, state, status, menu, isTable, onTable }: PanelMenuProps) {
  const theme = useChartTheme();
  if (state.kind !== "ready") return null;
  const { options } = state;
  const saveCsv = () =>
    download(
      csvBlob(samplesCsv(options.lines, xName.toLowerCase(), title)),
      fileName(title, "csv"),
    );
  const savePng = () => {
    if (!theme) return;
    const smoothing = options.smoothing > 0 ? `, smoothing ${options.smoothing}` : "";
    const subtitle = `by ${xName.toLowerCase()}${smoothing} · ${status}`;
    drawPicture({ title, subtitle, options, theme }).toBlob((blob) => {
      if (blob) download(blob, fileName(title, "png"));
    });
  };
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <IconButton size="sm" label={`Menu of ${title}`}>
          <Ellipsis aria-hidden="true" className="size-3.5" />
        </IconButton>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        {menu}
        <DropdownMenuCheckboxItem checked={isTable} onCheckedChange={onTable}>
          <Table2 aria-hidden="true" />
          Show as table
        </DropdownMenuCheckboxItem>
        <DropdownMenuSeparator />
        <DropdownMenuItem icon={<ImageDown aria-hidden="true" />} onSelect={savePng}>
          Save as PNG
        </DropdownMenuItem>
        <DropdownMenuItem icon={<FileDown aria-hidden="true" />} onSelect={saveCsv}>
          Save samples as CSV
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
