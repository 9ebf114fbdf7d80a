import { LineLegend } from "@/components/charts/line-legend";
import type { RevisionTrafficDto } from "@/lib/deployments/dto/traffic";
import { revisionColor, seriesLabel } from "./prepare-traffic";

/** Which line is which revision. */
export function TrafficLegend({ revisions }: { revisions: readonly RevisionTrafficDto[] }) {
  const lines = revisions.map((one) => ({
    id: seriesLabel(one),
    label: seriesLabel(one),
    color: revisionColor(one.revision),
    dash: one.isShadow ? 1 : 0,
  }));
  return (
    <LineLegend lines={lines} className="px-4 pt-3">
      Latency: p99 solid, p50 dashed
    </LineLegend>
  );
}
