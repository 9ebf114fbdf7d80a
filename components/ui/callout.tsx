import { CircleCheck, CircleX, Info, Lightbulb, TriangleAlert } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./class-names";

const TONES = {
  neutral: { Icon: Lightbulb, box: "border-neutral-line bg-neutral-bg", icon: "text-neutral-fg" },
  info: { Icon: Info, box: "border-info-line bg-info-bg", icon: "text-info-fg" },
  success: { Icon: CircleCheck, box: "border-success-line bg-success-bg", icon: "text-success-fg" },
  warning: {
    Icon: TriangleAlert,
    box: "border-warning-line bg-warning-bg",
    icon: "text-warning-fg",
  },
  danger: { Icon: CircleX, box: "border-danger-line bg-danger-bg", icon: "text-danger-fg" },
} as const;

interface CalloutProps extends Omit<ComponentProps<"div">, "title"> {
  tone?: keyof typeof TONES | undefined;
  title?: ReactNode | undefined;
  actions?: ReactNode | undefined;
}

export function Callout({
  tone = "info",
  title,
  actions,
  className,
  children,
  ...props
}: CalloutProps) {
  const { Icon, box, icon } = TONES[tone];
  return (
    <div
      {...props}
      className={cn("flex gap-2.5 rounded-md border px-3 py-2.5 text-sm", box, className)}
    >
      <Icon aria-hidden="true" className={cn("mt-0.5 size-4 shrink-0", icon)} />
      <div className="grid min-w-0 grow grid-cols-[minmax(0,1fr)] gap-1 break-words">
        {title ? <p className="font-medium">{title}</p> : null}
        {children ? <div>{children}</div> : null}
        {actions ? <div className="mt-1 flex flex-wrap gap-2">{actions}</div> : null}
      </div>
    </div>
  );
}
