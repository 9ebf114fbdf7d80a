"use client";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { ChartPanel, type PanelState } from "@/components/charts/chart-panel";
import { ChartSyncProvider } from "@/components/charts/chart-sync";
import type { Zoom } from "@/components/charts/prepare-frame";
import { useTimeZone } from "@/components/runs/use-time-zone";
import { useLive } from "@/components/shell/live";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Callout } from "@/components/ui/callout";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import type { UsageDto } from "@/lib/compute/dto/jobs";
import { jobUsageOptions, mayUseMore } from "@/lib/compute/query-options";
import { formatPlural } from "@/lib/core/format";
import { prepareUsage, type UsageChart } from "./prepare-usage";

interface PanelProps {
  chart: UsageChart;
  zoom: Zoom;
  onZoom: (zoom: Zoom | null) => void;
}

function UsagePanel({ chart: { title, unit, line }, zoom, onZoom }: PanelProps) {
  const timeZone = useTimeZone();
  const state = useMemo<PanelState>(
    () => ({
      kind: "ready",
      options: {
        lines: [line],
        xUnit: "duration",
        yUnit: unit,
        xScale: "linear",
        yScale: "linear",
        smoothing: 0,
        band: "none",
        ignoreOutliers: false,
        fromZero: true,
        zoom,
        timeZone,
      },
    }),
    [line, unit, zoom, timeZone],
  );
  return (
    <ChartPanel
      title={title}
      xName="Time"
      state={state}
      onZoom={onZoom}
      status=""
      emptyText="Nothing was measured."
      isBare
      className="h-52"
    />
  );
}

function Charts({ points }: Pick<UsageDto, "points">) {
  const [zoom, setZoom] = useState<Zoom["x"]>(undefined);
  const shown = useMemo(() => ({ x: zoom }), [zoom]);
  const charts = useMemo(() => prepareUsage(points), [points]);
  return (
    <ChartSyncProvider>
      <div className="grid gap-x-2 gap-y-4 py-2 md:grid-cols-2">
        {charts.map((chart) => (
          <UsagePanel
            key={chart.title}
            chart={chart}
            zoom={shown}
            onZoom={(next) => setZoom(next?.x)}
          />
        ))}
      </div>
    </ChartSyncProvider>
  );
}

/** Why there is no chart. */
function emptyText({ isMeasured, isOver }: UsageDto): string {
  if (!isMeasured) return "This backend does not say what its jobs use.";
  return isOver
    ? "It was over before it could be measured twice."
    : "It is measured each second from when it starts.";
}

/** What the processes of a job use, while they do. */
export function UsageCard({ number, initial }: { number: number; initial: UsageDto }) {
  const { slug } = useWorkspace();
  const { data, error, refetch } = useQuery({
    ...jobUsageOptions(slug, number),
    initialData: initial,
  });
  // A job that is tried again is measured anew, and one that has ended is read once more.
  useLive(mayUseMore(data) ? [`job:${number}`] : [], () => void refetch());
  const last = data.points.at(-1);
  const isDrawn = data.points.length > 1;
  return (
    <Card aria-label="What it uses">
      <CardHeader
        title="What it uses"
        description={
          isDrawn && last
            ? `${data.isOver ? "At the end" : "Now"} ${formatPlural(last.processes, "process", "processes")}; attempt ${data.attempt}`
            : undefined
        }
      />
      {error ? <Callout tone="warning" title={error.message} className="m-3" /> : null}
      {isDrawn ? (
        <Charts points={data.points} />
      ) : (
        <CardBody className="text-muted text-sm">{emptyText(data)}</CardBody>
      )}
    </Card>
  );
}
