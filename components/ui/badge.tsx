import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./class-names";

const styles = cva(
  "inline-flex max-w-full items-center gap-1 whitespace-nowrap rounded-sm border px-1.5 font-medium text-xs leading-[1.125rem] [&_svg]:size-3 [&_svg]:shrink-0",
  {
    variants: {
      tone: {
        neutral: "border-neutral-line bg-neutral-bg text-neutral-fg",
        info: "border-info-line bg-info-bg text-info-fg",
        success: "border-success-line bg-success-bg text-success-fg",
        warning: "border-warning-line bg-warning-bg text-warning-fg",
        danger: "border-danger-line bg-danger-bg text-danger-fg",
        accent: "border-accent-line bg-accent-soft text-accent-fg",
      },
    },
    defaultVariants: { tone: "neutral" },
  },
);

export type Tone = NonNullable<VariantProps<typeof styles>["tone"]>;

interface BadgeProps extends ComponentProps<"span"> {
  tone?: Tone | undefined;
  /** Says the meaning a second time, because colour alone is not enough. */
  icon?: ReactNode | undefined;
}

export function Badge({ tone, icon, className, children, ...props }: BadgeProps) {
  return (
    <span {...props} className={cn(styles({ tone }), className)}>
      {icon}
      <span className="truncate">{children}</span>
    </span>
  );
}
