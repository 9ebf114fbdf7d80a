import type { ChartMark } from "@/components/charts/prepare-chart-marks";
import type { LineSeries } from "@/components/charts/prepare-lines";
import type {
  RevisionTrafficDto,
  TrafficPointDto,
  TrafficWindowsDto,
} from "@/lib/deployments/dto/traffic";
import { runColor } from "@/lib/runs/rules";

const DASHED = 1;

/** A revision keeps its colour in every chart. */
export const revisionColor = (revision: number): number => runColor(revision - 1);

/** "r2", or "r2 copies" for what it did as a shadow. */
export const seriesLabel = ({
  revision,
  isShadow,
}: Pick<RevisionTrafficDto, "revision" | "isShadow">) =>
  isShadow ? `r${revision} copies` : `r${revision}`;

interface Style {
  id: string;
  label: string;
  color: number;
  dash: number;
}

const line = (
  style: Style,
  x: number[],
  y: number[],
  more: Partial<LineSeries> = {},
): LineSeries => ({
  ...style,
  x,
  y,
  min: y,
  max: y,
  ...more,
});

const styleOf = (one: RevisionTrafficDto): Style => ({
  id: seriesLabel(one),
  label: seriesLabel(one),
  color: revisionColor(one.revision),
  dash: one.isShadow ? DASHED : 0,
});

/** Requests a second, zero where nobody asked since the first request of the range. */
export function requestLines({
  from,
  to,
  stepSeconds,
  revisions,
}: TrafficWindowsDto): LineSeries[] {
  const step = stepSeconds * 1_000;
  return revisions.map((one) => {
    const byTime = new Map(one.points.map((point) => [point.at, point.requestsPerSecond]));
    const first = Math.max(from, (one.points[0]?.at ?? to) - step);
    const x: number[] = [];
    for (let at = first; at < to; at += step) x.push(at);
    return line(
      styleOf(one),
      x,
      x.map((at) => byTime.get(at) ?? 0),
    );
  });
}

function sampled(
  one: RevisionTrafficDto,
  style: Style,
  stepSeconds: number,
  measure: (point: TrafficPointDto) => number | null,
): LineSeries {
  const samples = one.points.flatMap((point) => {
    const value = measure(point);
    return value === null ? [] : [{ at: point.at, value }];
  });
  return line(
    style,
    samples.map(({ at }) => at),
    samples.map(({ value }) => value),
    { maxGap: stepSeconds * 3_000 },
  );
}

/** The share of requests that failed, in percent. */
export const errorLines = ({ stepSeconds, revisions }: TrafficWindowsDto): LineSeries[] =>
  revisions.map((one) =>
    sampled(one, styleOf(one), stepSeconds, ({ errorRate }) =>
      errorRate === null ? null : errorRate * 100,
    ),
  );

/** Milliseconds: half of the requests take no longer than the dashed line, 99 of 100 no longer than the solid one. */
export const latencyLines = ({ stepSeconds, revisions }: TrafficWindowsDto): LineSeries[] =>
  revisions
    .filter(({ isShadow }) => !isShadow)
    .flatMap((one) => {
      const { id, color } = styleOf(one);
      return [
        sampled(
          one,
          { id: `${id} p99`, label: `${id} p99`, color, dash: 0 },
          stepSeconds,
          (point) => point.p99Ms,
        ),
        sampled(
          one,
          { id: `${id} p50`, label: `${id} p50`, color, dash: DASHED },
          stepSeconds,
          (point) => point.p50Ms,
        ),
      ];
    });

const WARNINGS: readonly string[] = [
  ...["rollback", "rollout_paused", "rollout_stopped", "approval_ended", "incident"],
];

/** What happened as marks of a chart, numbered as in the list below it, which begins with the newest. */
export const marksOf = (events: readonly { at: number; kind: string }[]): ChartMark[] =>
  events.map(({ at, kind }, index) => ({
    x: at,
    number: events.length - index,
    isWarning: WARNINGS.includes(kind),
  }));
