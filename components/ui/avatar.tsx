import { initialsOf } from "@/lib/core/format";
import { cn } from "./class-names";

const SIZES = {
  sm: "size-5 text-[0.5625rem]",
  md: "size-7 text-2xs",
  lg: "size-10 text-sm",
} as const;

interface AvatarProps {
  name: string;
  size?: keyof typeof SIZES | undefined;
  className?: string | undefined;
}

/** Initials. Decorative: the name stands next to it, or is given to the control around it. */
export function Avatar({ name, size = "md", className }: AvatarProps) {
  return (
    <span
      aria-hidden="true"
      className={cn(
        "inline-grid shrink-0 select-none place-items-center rounded-full border border-accent-line bg-accent-soft font-semibold text-accent-fg",
        SIZES[size],
        className,
      )}
    >
      {initialsOf(name)}
    </span>
  );
}
