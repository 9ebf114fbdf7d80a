import { cn } from "@/components/ui/class-names";

interface SandboxedFrameProps {
  title: string;
  html: string;
  className?: string | undefined;
  height?: number | undefined;
}

/** HTML that somebody else wrote. No permission at all: its scripts do not run, and it is of no origin. */
export function SandboxedFrame({ title, html, className, height }: SandboxedFrameProps) {
  return (
    <iframe
      title={title}
      sandbox=""
      srcDoc={html}
      style={height === undefined ? undefined : { height }}
      className={cn("w-full rounded-md border bg-white", className)}
    />
  );
}
