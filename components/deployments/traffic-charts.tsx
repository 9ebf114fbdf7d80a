"use client";
import { useQuery } from "@tanstack/react-query";
import { Activity } from "lucide-react";
import { useQueryState } from "nuqs";
import { useMemo, useState } from "react";
import { ChartPanel, type PanelState } from "@/components/charts/chart-panel";
import { ChartSyncProvider } from "@/components/charts/chart-sync";
import type { ChartMark } from "@/components/charts/prepare-chart-marks";
import type { Zoom } from "@/components/charts/prepare-frame";
import type { LineSeries } from "@/components/charts/prepare-lines";
import { useTimeZone } from "@/components/runs/use-time-zone";
import { useLive } from "@/components/shell/live";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Callout } from "@/components/ui/callout";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ToggleGroup } from "@/components/ui/toggle-group";
import type { LiveTrafficDto, TrafficWindowsDto } from "@/lib/deployments/dto/traffic";
import { liveTrafficOptions } from "@/lib/deployments/query-options";
import { TRAFFIC_RANGES, type TrafficRange } from "@/lib/deployments/rules/traffic";
import { trafficRangeParam } from "@/lib/deployments/search-params";
import { errorLines, latencyLines, marksOf, requestLines } from "./prepare-traffic";
import { TrafficEvents } from "./traffic-events";
import { TrafficLegend } from "./traffic-legend";

const RANGE_LABELS: Readonly<Record<TrafficRange, string>> = {
  "15m": "15 min",
  "1h": "1 hour",
  "24h": "24 hours",
  "7d": "7 days",
};
const RANGES = TRAFFIC_RANGES.map((value) => ({ value, label: RANGE_LABELS[value] }));

const CHARTS = [
  { title: "Requests a second", linesOf: requestLines },
  { title: "Failed requests, percent", linesOf: errorLines },
  { title: "Latency, milliseconds", linesOf: latencyLines },
] as const;

/** Marks that something did not go as it should. */
interface PanelProps {
  title: string;
  windows: TrafficWindowsDto;
  linesOf: (windows: TrafficWindowsDto) => LineSeries[];
  marks: readonly ChartMark[];
  zoom: Zoom;
  onZoom: (zoom: Zoom | null) => void;
}

function Panel({ title, windows, linesOf, marks, zoom, onZoom }: PanelProps) {
  const timeZone = useTimeZone();
  const state = useMemo<PanelState>(
    () => ({
      kind: "ready",
      options: {
        lines: linesOf(windows),
        xUnit: "time",
        xScale: "linear",
        yScale: "linear",
        smoothing: 0,
        band: "none",
        ignoreOutliers: false,
        fromZero: true,
        zoom,
        xExtent: { min: windows.from, max: windows.to },
        timeZone,
      },
    }),
    [windows, linesOf, zoom, timeZone],
  );
  return (
    <ChartPanel
      title={title}
      xName="Time"
      state={state}
      onZoom={onZoom}
      marks={marks}
      status=""
      emptyText="Nobody asked in this time."
      isBare
      className="h-56"
    />
  );
}

function Charts({ windows, events }: LiveTrafficDto) {
  const [zoom, setZoom] = useState<Zoom["x"]>(undefined);
  const shown = useMemo(() => ({ x: zoom }), [zoom]);
  const marks = useMemo(() => marksOf(events), [events]);
  return (
    <ChartSyncProvider>
      <div className="grid gap-x-2 gap-y-4 py-2 lg:grid-cols-3">
        {CHARTS.map(({ title, linesOf }) => (
          <Panel
            key={title}
            title={title}
            windows={windows}
            linesOf={linesOf}
            marks={marks}
            zoom={shown}
            onZoom={(next) => setZoom(next?.x)}
          />
        ))}
      </div>
    </ChartSyncProvider>
  );
}

interface TrafficChartsProps {
  deployment: string;
  /** As the server read it. */
  initial: LiveTrafficDto;
  initialRange: TrafficRange;
  /** What asks for a first prediction. */
  snippet: string;
}

function useTraffic({ deployment, initial, initialRange }: TrafficChartsProps) {
  const { slug } = useWorkspace();
  const [range, setRange] = useQueryState("range", trafficRangeParam);
  const { data, error, refetch } = useQuery({
    ...liveTrafficOptions(slug, deployment, range),
    ...(range === initialRange ? { initialData: initial } : {}),
    placeholderData: (before) => before,
  });
  useLive(["deployments", "approvals"], () => void refetch());
  return { range, setRange, data, error };
}

/** What a deployment was asked, how it answered, and what happened meanwhile. */
export function TrafficCharts(props: TrafficChartsProps) {
  const { range, setRange, data, error } = useTraffic(props);
  const live = data ?? props.initial;
  const hasTraffic = live.windows.revisions.length > 0;
  return (
    <Card aria-label="Live traffic">
      <CardHeader
        title="Live traffic"
        actions={
          <ToggleGroup
            label="Range"
            size="sm"
            options={RANGES}
            value={range}
            onChange={(next) => void setRange(next)}
          />
        }
      />
      {error ? <Callout tone="warning" title={error.message} className="m-3" /> : null}
      {hasTraffic ? (
        <>
          <TrafficLegend revisions={live.windows.revisions} />
          <Charts windows={live.windows} events={live.events} />
        </>
      ) : (
        <CardBody className="p-0">
          <EmptyState
            icon={<Activity />}
            title="Nobody asked in this time"
            snippet={{ code: props.snippet, language: "Shell" }}
            className="max-w-180"
          >
            Requests, errors and latency appear here a few seconds after the first request.
          </EmptyState>
        </CardBody>
      )}
      <TrafficEvents events={live.events} />
    </Card>
  );
}
