import { colorToken } from "@/components/charts/prepare-styles";
import { cn } from "@/components/ui/class-names";

interface RunSwatchProps {
  color: number;
  className?: string | undefined;
}

/** A run's colour, beside its name. */
export function RunSwatch({ color, className }: RunSwatchProps) {
  return (
    <span
      aria-hidden="true"
      className={cn("inline-block size-2.5 shrink-0 rounded-full", className)}
      style={{ background: `var(${colorToken(color)})` }}
    />
  );
}
