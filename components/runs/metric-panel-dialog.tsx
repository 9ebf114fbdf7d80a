"use client";
import { ChevronLeft, ChevronRight, Link2 } from "lucide-react";
import type { KeyboardEvent } from "react";
import { neighbourKey } from "@/components/charts/prepare-panels";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { IconButton } from "@/components/ui/icon-button";
import { toast } from "@/components/ui/toast";
import { ChartLegend } from "./chart-legend";
import { ChartControls } from "./charts-toolbar";
import { MetricPanel, type MetricPanelProps } from "./metric-panel";
import type { ChartViewControls } from "./use-chart-view";

interface MetricPanelDialogProps extends MetricPanelProps {
  /** All panels in their order, for going from one to the next. */
  metrics: readonly string[];
  controls: ChartViewControls;
}

const STEPS: Readonly<Record<string, 1 | -1>> = { ArrowLeft: -1, ArrowRight: 1 };

/** Keys that a control inside uses itself. */
const usesArrows = (target: EventTarget) =>
  target instanceof HTMLElement &&
  target.closest("input, [role=slider], [role=combobox], [role=menu], [role=application]") !== null;

/** One panel as large as the window. Its address opens it again; the arrow keys go to the next one. */
export function MetricPanelDialog({ metrics, controls, ...panel }: MetricPanelDialogProps) {
  const { metric, change, workspace, runs } = panel;
  const go = (delta: 1 | -1) => {
    const next = neighbourKey(metrics, metric, delta);
    if (next !== null) change({ panel: next });
  };
  const press = (event: KeyboardEvent) => {
    const delta = STEPS[event.key];
    if (!delta || event.defaultPrevented || usesArrows(event.target)) return;
    event.preventDefault();
    go(delta);
  };
  const copyLink = async () => {
    try {
      await navigator.clipboard.writeText(window.location.href);
      toast("Link to this chart copied", { tone: "success" });
    } catch {
      toast("The browser refused to copy. Take the link from the address bar.", { tone: "danger" });
    }
  };
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) change({ panel: null });
      }}
    >
      <DialogContent
        title={metric}
        onKeyDown={press}
        className="top-3 h-[calc(100dvh-1.5rem)] max-h-none max-w-none"
      >
        <div className="flex h-full min-h-0 flex-col gap-3">
          <div className="flex flex-wrap items-center gap-2">
            <IconButton
              variant="secondary"
              label="Previous chart"
              hotkey="left"
              onClick={() => go(-1)}
            >
              <ChevronLeft aria-hidden="true" />
            </IconButton>
            <IconButton variant="secondary" label="Next chart" hotkey="right" onClick={() => go(1)}>
              <ChevronRight aria-hidden="true" />
            </IconButton>
            <span className="text-muted text-xs">
              {metrics.indexOf(metric) + 1} of {metrics.length}
            </span>
            <IconButton label="Copy link to this chart" onClick={() => void copyLink()}>
              <Link2 aria-hidden="true" />
            </IconButton>
            <span className="grow" />
            <ChartControls view={panel.view} change={change} />
          </div>
          <MetricPanel key={metric} {...panel} isLarge className="min-h-64 grow" />
          <ChartLegend
            workspace={workspace}
            runs={runs}
            controls={controls}
            className="max-h-24 shrink-0 overflow-y-auto"
          />
        </div>
      </DialogContent>
    </Dialog>
  );
}
