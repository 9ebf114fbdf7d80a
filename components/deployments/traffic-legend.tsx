import { LineSwatch } from "@/components/charts/line-swatch";
import type { RevisionTrafficDto } from "@/lib/deployments/dto/traffic";
import { revisionColor, seriesLabel } from "./prepare-traffic";

/** Which line is which revision. */
export function TrafficLegend({ revisions }: { revisions: readonly RevisionTrafficDto[] }) {
  return (
    <ul aria-label="Lines" className="flex flex-wrap gap-x-4 gap-y-1 px-4 pt-3 text-muted text-xs">
      {revisions.map((one) => (
        <li key={seriesLabel(one)} className="flex items-center gap-1.5">
          <LineSwatch color={revisionColor(one.revision)} dash={one.isShadow ? 1 : 0} />
          {seriesLabel(one)}
        </li>
      ))}
      <li>Latency: p99 solid, p50 dashed</li>
    </ul>
  );
}
