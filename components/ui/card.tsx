import type { ComponentProps, ReactNode } from "react";
import { cn } from "./class-names";

export function Card({ className, ...props }: ComponentProps<"section">) {
  return (
    <section
      {...props}
      className={cn("flex min-w-0 flex-col rounded-lg border bg-surface", className)}
    />
  );
}

interface CardHeaderProps {
  title: ReactNode;
  description?: ReactNode | undefined;
  actions?: ReactNode | undefined;
  className?: string | undefined;
}

export function CardHeader({ title, description, actions, className }: CardHeaderProps) {
  return (
    <header
      className={cn(
        "flex min-h-11 flex-wrap items-center gap-x-3 gap-y-2 border-b px-4 py-2",
        className,
      )}
    >
      <div className="grid min-w-0 grow basis-24">
        <h2 className="break-words font-semibold text-sm">{title}</h2>
        {description ? <p className="text-muted text-xs">{description}</p> : null}
      </div>
      {actions ? (
        <div className="flex max-w-full shrink-0 items-center gap-1 max-sm:flex-wrap">
          {actions}
        </div>
      ) : null}
    </header>
  );
}

export function CardBody({ className, ...props }: ComponentProps<"div">) {
  return <div {...props} className={cn("min-w-0 p-4", className)} />;
}
