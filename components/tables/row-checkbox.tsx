import { useEffect, useRef } from "react";
import { cn } from "@/components/ui/class-names";

interface RowCheckboxProps {
  label: string;
  state: "none" | "some" | "all";
  /** `isRange` when Shift was held. */
  onToggle: (isRange: boolean) => void;
}

/** The mark is drawn by the box itself, and only when there is one: no element of its own for each of many boxes. */
const BOX = cn(
  "relative m-1 grid size-4 appearance-none place-items-center rounded-sm border border-line-control bg-surface hover:border-muted",
  "checked:border-accent checked:bg-accent indeterminate:border-accent indeterminate:bg-accent",
  "checked:not-indeterminate:before:-mt-0.5 checked:not-indeterminate:before:h-2 checked:not-indeterminate:before:w-1 checked:not-indeterminate:before:rotate-45 checked:not-indeterminate:before:border-on-accent checked:not-indeterminate:before:border-r-2 checked:not-indeterminate:before:border-b-2",
  "indeterminate:before:h-0.5 indeterminate:before:w-2 indeterminate:before:rounded-full indeterminate:before:bg-on-accent",
  "pointer-coarse:after:absolute pointer-coarse:after:-inset-3",
);

/** A native checkbox dressed like the others: a screen holds dozens of these, and each has to be cheap to draw. */
export function RowCheckbox({ label, state, onToggle }: RowCheckboxProps) {
  const input = useRef<HTMLInputElement>(null);
  const isMixed = state === "some";
  useEffect(() => {
    if (input.current) input.current.indeterminate = isMixed;
  }, [isMixed]);
  return (
    <input
      ref={input}
      type="checkbox"
      tabIndex={-1}
      aria-label={label}
      checked={state === "all"}
      onChange={(event) => {
        const { nativeEvent } = event;
        onToggle(nativeEvent instanceof MouseEvent && nativeEvent.shiftKey);
      }}
      className={BOX}
    />
  );
}
