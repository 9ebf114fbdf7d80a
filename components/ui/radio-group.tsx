"use client";
import { RadioGroup as Primitive } from "radix-ui";
import { type ComponentProps, type ReactNode, useId } from "react";
import { cn } from "./class-names";
import { useFieldControl } from "./field-context";

/** Give it an aria-label, or put it in a Field. */
export function RadioGroup({ className, ...props }: ComponentProps<typeof Primitive.Root>) {
  const control = useFieldControl(props);
  return <Primitive.Root {...props} {...control} className={cn("grid gap-2", className)} />;
}

interface RadioItemProps {
  value: string;
  label: ReactNode;
  description?: ReactNode | undefined;
  disabled?: boolean | undefined;
  /** Where a dialog begins to be filled in. */
  autoFocus?: boolean | undefined;
}

export function RadioItem(props: RadioItemProps) {
  const { value, label, description, disabled = false, autoFocus } = props;
  const id = useId();
  return (
    <div className="flex gap-2.5">
      <Primitive.Item
        id={id}
        value={value}
        disabled={disabled}
        autoFocus={autoFocus}
        {...(description ? { "aria-describedby": `${id}-description` } : {})}
        className="relative mt-0.5 grid size-4 shrink-0 place-items-center rounded-full border border-line-control bg-surface after:absolute after:-inset-1 hover:border-muted disabled:cursor-not-allowed disabled:opacity-55 data-[state=checked]:border-accent data-[state=checked]:bg-accent"
      >
        <Primitive.Indicator className="size-1.5 rounded-full bg-on-accent" />
      </Primitive.Item>
      <div className="grid gap-0.5">
        <label htmlFor={id} className="font-medium text-sm">
          {label}
        </label>
        {description ? (
          <p id={`${id}-description`} className="text-muted text-xs">
            {description}
          </p>
        ) : null}
      </div>
    </div>
  );
}
