"use client";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Card, CardHeader } from "@/components/ui/card";
import { cn } from "@/components/ui/class-names";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { ScrollArea } from "@/components/ui/scroll-area";
import { formatNumber, formatPercent, formatPlural, NO_VALUE } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import type { PerformancePageDto, PerformanceWindowDto } from "@/lib/monitors/dto/performance";
import { BUSINESS_OF_WORDS, businessSentence } from "@/lib/monitors/rules/performance/business";
import {
  METRIC_WORDS,
  metricText,
  PERFORMANCE_WORDS,
} from "@/lib/monitors/rules/performance/words";
import { windowInWords } from "@/lib/monitors/rules/words";
import type { Business } from "@/lib/monitors/schema/business";
import type { Metric, PerformanceVerdict } from "@/lib/monitors/schema/performance";
import { PerformanceBadge } from "./performance-verdict";

/** Height and hatching say the verdict as well as colour does. */
const BARS: Readonly<Record<PerformanceVerdict, string>> = {
  missed: "h-6 bg-warning-fg",
  met: "h-3 bg-line-control",
  measured: "h-3 border border-line-control",
  waiting:
    "h-6 border border-line-control bg-[repeating-linear-gradient(45deg,var(--color-line-control)_0_1px,transparent_1px_4px)]",
  unlabelled: "h-1 bg-line-strong",
  too_few: "h-1 bg-line-strong",
};

const ORDER: readonly PerformanceVerdict[] = [
  "missed",
  "met",
  "measured",
  "waiting",
  "unlabelled",
  "too_few",
];

/** The verdicts of the windows, the newest on the right. */
function Strip({ windows }: { windows: readonly PerformanceWindowDto[] }) {
  const counts = ORDER.flatMap((verdict) => {
    const count = windows.filter((window) => window.verdict === verdict).length;
    return count > 0 ? [`${count} ${PERFORMANCE_WORDS[verdict].toLowerCase()}`] : [];
  });
  return (
    <div
      role="img"
      aria-label={`${formatPlural(windows.length, "window")}: ${counts.join(", ")}`}
      className="flex h-6 items-end gap-px px-4"
    >
      {windows.toReversed().map((window) => (
        <span
          key={window.opensAt}
          title={`${windowInWords(window)}: ${PERFORMANCE_WORDS[window.verdict]}`}
          className={cn("max-w-4 grow rounded-t-xs", BARS[window.verdict])}
        />
      ))}
    </div>
  );
}

const head = "whitespace-nowrap px-3 py-1.5 text-right font-medium text-muted text-xs";
const cell = "whitespace-nowrap px-3 py-1.5 text-right";

interface BusinessCellProps {
  business: Business;
  figures: PerformanceWindowDto["business"];
}

function BusinessCell({ business, figures }: BusinessCellProps) {
  if (!figures) return <td className={cell}>{NO_VALUE}</td>;
  return (
    <td className={cell} title={businessSentence(business, figures)}>
      {formatNumber(figures.value, 4)}
      {figures.verdict === "missed" ? " (beyond its limit)" : ""}
    </td>
  );
}

interface RowProps {
  window: PerformanceWindowDto;
  metric: Metric;
  business: Business | null;
  isChosen: boolean;
  href: ReturnType<typeof routes.monitor>;
}

function Row({ window, metric, business, isChosen, href }: RowProps) {
  const { verdict, rows, labelled, business: figures } = window;
  const [realised, estimated] = [window.measures[metric], window.estimates[metric]];
  const text = (value: number | null | undefined) =>
    value === null || value === undefined ? NO_VALUE : metricText(metric, value);
  const apart = realised && estimated ? realised.value - estimated.value : null;
  const sign = apart !== null && apart > 0 ? "+" : "";
  return (
    <tr className={cn("border-t", isChosen && "bg-hover")}>
      <th scope="row" className="whitespace-nowrap px-4 py-1.5 text-left font-normal">
        <Link
          href={href}
          scroll={false}
          aria-current={isChosen ? "true" : undefined}
          className="text-accent-fg underline underline-offset-2"
        >
          {windowInWords(window)}
        </Link>
      </th>
      <td className="px-3 py-1.5">
        <PerformanceBadge verdict={verdict} />
      </td>
      <td className={cell}>{rows === 0 ? NO_VALUE : formatPercent(labelled / rows, 0)}</td>
      <td className={cell}>
        {text(realised?.value)}
        {realised && realised.lower !== null && realised.upper !== null ? (
          <span className="text-muted text-xs">
            {` ${text(realised.lower)} to ${text(realised.upper)}`}
          </span>
        ) : null}
      </td>
      <td className={cell}>{text(estimated?.value)}</td>
      <td className={cell}>{apart === null ? NO_VALUE : sign + text(apart)}</td>
      <td className={cell}>{text(window.limit)}</td>
      {business ? <BusinessCell business={business} figures={figures} /> : null}
    </tr>
  );
}

interface PerformanceWindowsProps {
  page: PerformancePageDto;
  metric: Metric;
  business: Business | null;
}

/** Window by window: what labels say, what was estimated, and how far apart the two are. */
export function PerformanceWindows({ page, metric, business }: PerformanceWindowsProps) {
  const { slug } = useWorkspace();
  const { monitor, windows, chosen, next } = page;
  const to = (query: { window?: string; after?: string }) =>
    routes.monitor(slug, `${monitor.id}/performance`, query);
  const titles = [
    ...["Labels", METRIC_WORDS[metric].label, "Estimated", "Difference", "Limit"],
    ...(business ? [`${BUSINESS_OF_WORDS[business.of]} of ${business.metric}`] : []),
  ];
  return (
    <Card aria-label="Windows">
      <CardHeader
        title="Windows"
        description="The newest first; each leads to what is behind it."
      />
      <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-3 py-3">
        <Strip windows={windows} />
        <ScrollArea label="Windows" className="max-h-96">
          <table className="w-full text-sm tabular-nums">
            <thead>
              <tr>
                <th scope="col" className={cn(head, "px-4 text-left")}>
                  Window
                </th>
                <th scope="col" className={cn(head, "text-left")}>
                  Verdict
                </th>
                {titles.map((title) => (
                  <th key={title} scope="col" className={head}>
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {windows.map((window) => (
                <Row
                  key={window.opensAt}
                  {...{ window, metric, business }}
                  isChosen={window.opensAt === chosen?.opensAt}
                  href={to({ window: String(window.opensAt) })}
                />
              ))}
            </tbody>
          </table>
        </ScrollArea>
        {next === undefined ? null : (
          <div className="flex justify-end px-4">
            <LinkButton size="sm" href={to({ after: next })}>
              Older windows
            </LinkButton>
          </div>
        )}
      </div>
    </Card>
  );
}
