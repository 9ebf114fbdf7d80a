"use client";
import { ChevronRight } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { cn } from "@/components/ui/class-names";
import { formatCount } from "@/lib/core/format";
import { MetricPanel, type MetricPanelProps } from "./metric-panel";
import { useInView } from "./use-in-view";

interface ChartsGroupProps extends Omit<MetricPanelProps, "metric"> {
  /** Empty for the metrics without a prefix. */
  name: string;
  metrics: readonly string[];
  isFirstOpen: boolean;
}

/** Panels are added to the document by so many as the end of the group comes near. */
const BATCH = 24;

/** The panels of one prefix, which can be folded away. */
export function ChartsGroup({ name, metrics, isFirstOpen, ...panel }: ChartsGroupProps) {
  const [isOpen, setIsOpen] = useState(isFirstOpen);
  const [limit, setLimit] = useState(BATCH);
  const title = name === "" ? "Metrics" : name;
  return (
    <section aria-label={`${title} charts`} className="min-w-0">
      <h2>
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setIsOpen(!isOpen)}
          className="flex h-7 items-center gap-1.5 rounded-sm pr-2 font-semibold text-sm hover:text-accent-fg"
        >
          <ChevronRight
            aria-hidden="true"
            className={cn("size-3.5 text-subtle transition-transform", isOpen && "rotate-90")}
          />
          {title}
          <span className="font-normal text-subtle text-xs">{formatCount(metrics.length)}</span>
        </button>
      </h2>
      {isOpen ? (
        <div className="mt-1.5 grid grid-cols-[repeat(auto-fill,minmax(min(100%,21rem),1fr))] gap-3">
          {metrics.slice(0, limit).map((metric) => (
            <MetricPanel key={metric} {...panel} metric={metric} className="h-68" />
          ))}
          {metrics.length > limit ? (
            <More key={limit} onReached={() => setLimit(limit + BATCH)} />
          ) : null}
        </div>
      ) : null}
    </section>
  );
}

function More({ onReached }: { onReached: () => void }) {
  const end = useRef<HTMLDivElement>(null);
  const isInView = useInView(end, "600px");
  useEffect(() => {
    if (isInView) onReached();
  });
  return <div ref={end} className="h-68 rounded-lg border border-dashed" />;
}
