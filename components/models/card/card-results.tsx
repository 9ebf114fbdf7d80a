import { CircleCheck, PencilLine, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { ScrollArea } from "@/components/ui/scroll-area";
import { Tooltip } from "@/components/ui/tooltip";
import { formatNumber } from "@/lib/core/format";
import {
  type ResultStanding,
  resultKey,
  sliceLabel,
  standingOf,
} from "@/lib/models/rules/card-results";
import type { CardResult } from "@/lib/models/schema/cards";
import { keyed } from "./keyed";

interface CardResultsProps {
  results: readonly CardResult[];
  /** What the run and the logged model say now. */
  recorded: readonly CardResult[];
}

const DIGITS = 5;

const STANDINGS: Readonly<Record<ResultStanding["kind"], { label: string; icon: ReactNode }>> = {
  recorded: {
    label: "As recorded",
    icon: <CircleCheck aria-hidden="true" className="size-3.5 text-success-fg" />,
  },
  differs: {
    label: "Recorded otherwise",
    icon: <TriangleAlert aria-hidden="true" className="size-3.5 text-warning-fg" />,
  },
  stated: {
    label: "Stated by the author",
    icon: <PencilLine aria-hidden="true" className="size-3.5 text-muted" />,
  },
};

function Standing({ standing }: { standing: ResultStanding }) {
  const { label, icon } = STANDINGS[standing.kind];
  const text =
    standing.kind === "differs" ? `Recorded: ${formatNumber(standing.recorded, DIGITS)}` : label;
  return (
    <Tooltip content={label}>
      <span className="inline-flex items-center gap-1 whitespace-nowrap text-muted text-xs">
        {icon}
        {text}
      </span>
    </Tooltip>
  );
}

const head = "px-3 py-1.5 text-left font-medium text-muted text-xs";
const cell = "border-t px-3 py-1.5 align-top";

/** What was measured, and whether that is what the run says. */
export function CardResults({ results, recorded }: CardResultsProps) {
  const hasSlices = results.some(({ slice }) => slice !== "");
  const hasDatasets = results.some(({ dataset }) => dataset !== "");
  return (
    <ScrollArea label="Evaluation results" className="my-2 max-h-120 rounded-md border">
      <table className="w-full text-sm tabular-nums">
        <thead className="bg-sunken">
          <tr>
            <th className={head}>Metric</th>
            {hasSlices ? <th className={head}>Slice</th> : null}
            {hasDatasets ? <th className={head}>Measured on</th> : null}
            <th className={`${head} text-right`}>Value</th>
            <th className={head}>Source</th>
          </tr>
        </thead>
        <tbody>
          {keyed(results, resultKey).map(({ key, item: result }) => (
            <tr key={key}>
              <th scope="row" className={`${cell} break-words text-left font-medium`}>
                {result.metric}
              </th>
              {hasSlices ? (
                <td className={`${cell} break-words`}>{sliceLabel(result.slice) || "All"}</td>
              ) : null}
              {hasDatasets ? <td className={`${cell} break-words`}>{result.dataset}</td> : null}
              <td className={`${cell} text-right font-mono text-xs leading-5`}>
                {formatNumber(result.value, DIGITS)}
              </td>
              <td className={cell}>
                <Standing standing={standingOf(result, recorded)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollArea>
  );
}
