import { cn } from "@/components/ui/class-names";

/** The mark: a hull on its slipway. Decorative; the name stands beside it. */
export function Logo({ className }: { className?: string | undefined }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={cn("size-6", className)}>
      <rect width="32" height="32" rx="7" className="fill-accent" />
      <path
        d="M6 10.5h20l-3.2 5.6a3 3 0 0 1-2.6 1.5H11.8a3 3 0 0 1-2.6-1.5z"
        className="fill-on-accent"
      />
      <path
        d="M5 25.5 27 19.8"
        strokeWidth="2.4"
        strokeLinecap="round"
        className="stroke-on-accent"
      />
    </svg>
  );
}
