import { Check, Minus } from "lucide-react";
import { useEffect, useRef } from "react";

interface RowCheckboxProps {
  label: string;
  state: "none" | "some" | "all";
  /** `isRange` when Shift was held. */
  onToggle: (isRange: boolean) => void;
}

/** A native checkbox dressed like the others: a screen holds dozens of these, and each has to be cheap to draw. */
export function RowCheckbox({ label, state, onToggle }: RowCheckboxProps) {
  const input = useRef<HTMLInputElement>(null);
  const isMixed = state === "some";
  useEffect(() => {
    if (input.current) input.current.indeterminate = isMixed;
  }, [isMixed]);
  return (
    <span className="relative grid size-6 place-items-center">
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
        className="peer size-4 appearance-none rounded-sm border border-line-control bg-surface after:absolute after:inset-0 checked:border-accent checked:bg-accent indeterminate:border-accent indeterminate:bg-accent hover:border-muted pointer-coarse:after:-inset-2"
      />
      <Check
        aria-hidden="true"
        strokeWidth={3}
        className="pointer-events-none absolute hidden size-3 text-on-accent peer-checked:block peer-indeterminate:hidden"
      />
      <Minus
        aria-hidden="true"
        strokeWidth={3}
        className="pointer-events-none absolute hidden size-3 text-on-accent peer-indeterminate:block"
      />
    </span>
  );
}
