"use client";
import { CircleAlert } from "lucide-react";
import { type ReactNode, useId, useMemo } from "react";
import { cn } from "./class-names";
import { FieldContext } from "./field-context";
import { Label } from "./label";

interface FieldProps {
  label: ReactNode;
  /** Keeps the label for screen readers only, where the place already says it. */
  hideLabel?: boolean | undefined;
  description?: ReactNode | undefined;
  /** As React Hook Form gives it: `errors.name?.message`. */
  error?: string | undefined;
  required?: boolean | undefined;
  /** Control first, label beside it: for checkboxes and switches. */
  inline?: boolean | undefined;
  className?: string | undefined;
  /** One control of components/ui; it finds its label by itself. */
  children: ReactNode;
}

export function Field({
  label,
  hideLabel = false,
  description,
  error,
  required = false,
  inline = false,
  className,
  children,
}: FieldProps) {
  const id = useId();
  const describedBy =
    [description ? `${id}-description` : "", error ? `${id}-error` : ""]
      .filter(Boolean)
      .join(" ") || undefined;
  const state = useMemo(
    () => ({ id, describedBy, isInvalid: Boolean(error), isRequired: required }),
    [id, describedBy, error, required],
  );
  const name = (
    <Label id={`${id}-label`} htmlFor={id} className={cn(hideLabel && "sr-only")}>
      {label}
      {required ? null : <FieldOptional hidden={inline} />}
    </Label>
  );
  const notes = (
    <>
      {description ? (
        <p id={`${id}-description`} className="text-muted text-xs">
          {description}
        </p>
      ) : null}
      {error ? (
        <p id={`${id}-error`} className="flex gap-1 text-danger-fg text-xs" role="alert">
          <CircleAlert aria-hidden="true" className="mt-0.5 size-3.5 shrink-0" />
          {error}
        </p>
      ) : null}
    </>
  );
  return (
    <FieldContext value={state}>
      {inline ? (
        <div className={cn("flex gap-2.5", className)}>
          <div className="flex h-5 items-center">{children}</div>
          <div className="grid gap-0.5">
            {name}
            {notes}
          </div>
        </div>
      ) : (
        <div className={cn("grid gap-1.5", className)}>
          {name}
          {children}
          {notes}
        </div>
      )}
    </FieldContext>
  );
}

function FieldOptional({ hidden }: { hidden: boolean }) {
  return hidden ? null : <span className="ml-1 font-normal text-subtle">optional</span>;
}
