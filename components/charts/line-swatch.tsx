import { cn } from "@/components/ui/class-names";
import { colorToken, DASHES } from "./prepare-styles";

interface LineSwatchProps {
  color: number;
  dash?: number | undefined;
  className?: string | undefined;
}

/** A piece of a line as the charts draw it: colour and dash pattern. */
export function LineSwatch({ color, dash = 0, className }: LineSwatchProps) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 18 8"
      className={cn("inline-block h-2 w-4.5 shrink-0 align-middle", className)}
    >
      <line
        x1="1"
        x2="17"
        y1="4"
        y2="4"
        stroke={`var(${colorToken(color)})`}
        strokeWidth="3"
        strokeLinecap={dash === 0 ? "round" : "butt"}
        strokeDasharray={(DASHES[dash] ?? []).join(" ")}
      />
    </svg>
  );
}
