import { cn } from "@/components/ui/class-names";
import type { HeatCellDto, HeatWindowDto } from "@/lib/monitors/dto/screens";
import { COLUMN_WORDS, cellInWords } from "@/lib/monitors/rules/words";
import type { ColumnVerdict } from "@/lib/monitors/schema/monitors";
import { type Shade, shadeOf } from "./prepare-heat";

const SHADES: Readonly<Record<Shade, string>> = {
  "stable-low": "bg-sunken text-muted",
  "stable-half": "bg-active text-muted",
  "stable-near": "bg-line-strong text-fg",
  "drifted-just": "bg-warning-bg text-warning-fg",
  "drifted-clear": "bg-warning-line text-fg",
  "drifted-far": "bg-warning-fg text-surface",
  broken: "bg-danger-fg text-surface",
  unknown: "bg-surface text-muted",
};

interface HeatCellProps {
  /** Column and window, in words. */
  label: string;
  cell: HeatCellDto | null;
  window: HeatWindowDto;
  /** The one that Tab leads to. */
  isActive: boolean;
  isChosen: boolean;
  onChoose: () => void;
  onFocus: () => void;
  onHover: (isOver: boolean) => void;
}

/** How far one column was from its reference in one window: a shade, and a letter that says the verdict. */
export function HeatCell(props: HeatCellProps) {
  const { label, cell, window, isActive, isChosen } = props;
  const words = cell ? cellInWords(cell, window.rows) : "not watched then";
  return (
    <td className={cn("p-0", window.isAfterGap && "border-line-control border-l border-dashed")}>
      <button
        type="button"
        aria-label={`${label}: ${words}`}
        aria-pressed={isChosen}
        tabIndex={isActive ? 0 : -1}
        onClick={props.onChoose}
        onFocus={props.onFocus}
        onPointerEnter={() => props.onHover(true)}
        onPointerLeave={() => props.onHover(false)}
        className={cn(
          "grid size-6 place-items-center rounded-xs border border-transparent font-medium text-2xs",
          cell ? SHADES[shadeOf(cell)] : "bg-surface",
          cell?.verdict === "too_few" && "border-line-strong border-dashed",
          isChosen && "outline-2 outline-accent outline-offset-0",
          "focus-visible:outline-2 focus-visible:outline-ring focus-visible:outline-offset-1",
        )}
      >
        {cell ? COLUMN_WORDS[cell.verdict].mark : ""}
      </button>
    </td>
  );
}

const EXAMPLES: readonly { shade: Shade; verdict: ColumnVerdict; label: string }[] = [
  { shade: "stable-low", verdict: "stable", label: "stable, stronger near its threshold" },
  { shade: "drifted-just", verdict: "drifted", label: "drifted" },
  { shade: "drifted-far", verdict: "drifted", label: "three thresholds or more" },
  { shade: "broken", verdict: "missing", label: "missing" },
  { shade: "broken", verdict: "mistyped", label: "of another type" },
  { shade: "broken", verdict: "no_values", label: "no values" },
  { shade: "unknown", verdict: "too_few", label: "too few rows" },
];

export function HeatLegend() {
  return (
    <ul aria-label="Legend" className="flex flex-wrap gap-x-4 gap-y-1 px-4 text-muted text-xs">
      {EXAMPLES.map(({ shade, verdict, label }) => (
        <li key={label} className="flex items-center gap-1.5">
          <span
            aria-hidden="true"
            className={cn(
              "grid size-4.5 place-items-center rounded-xs border border-transparent font-medium text-2xs",
              SHADES[shade],
              verdict === "too_few" && "border-line-strong border-dashed",
            )}
          >
            {COLUMN_WORDS[verdict].mark}
          </span>
          {label}
        </li>
      ))}
    </ul>
  );
}
