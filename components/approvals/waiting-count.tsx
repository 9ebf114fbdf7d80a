"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useFrame } from "@/components/shell/frame-context";
import { useLive } from "@/components/shell/live";
import { useWorkspace } from "@/components/shell/workspace-context";
import { cn } from "@/components/ui/class-names";
import { waitingOptions } from "@/lib/approvals/query-options";

/** How many requests and follow-ups wait for the reader, beside the way to them; inside a workspace's frame only. */
export function WaitingCount({ collapsed }: { collapsed: boolean }) {
  return useFrame() ? <Count collapsed={collapsed} /> : null;
}

function Count({ collapsed }: { collapsed: boolean }) {
  const { slug } = useWorkspace();
  const client = useQueryClient();
  const options = waitingOptions(slug);
  const { data } = useQuery(options);
  useLive(["approvals"], () => void client.invalidateQueries({ queryKey: options.queryKey }));
  const count = (data?.requests ?? 0) + (data?.followUps ?? 0);
  if (count === 0) return null;
  const shown = count > 99 ? "99+" : String(count);
  return (
    <span
      role="img"
      aria-label={`${shown} waiting for you`}
      className={cn(
        "grid h-4 min-w-4 place-items-center rounded-full bg-accent px-1 font-semibold text-[0.625rem] text-on-accent tabular-nums",
        collapsed ? "absolute -top-0.5 -right-0.5" : "ml-auto",
      )}
    >
      {shown}
    </span>
  );
}
