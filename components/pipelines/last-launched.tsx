"use client";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { routes } from "@/lib/core/routes";

/** The job that a schedule or a webhook has launched last, and when. */
export function LastLaunched({ job, at }: { job: number; at: number }) {
  const { slug } = useWorkspace();
  return (
    <p className="text-muted text-xs">
      Last launched{" "}
      <Link href={routes.job(slug, job)} className="text-accent-fg hover:underline">
        job #{job}
      </Link>
      , <RelativeTime at={at} />
    </p>
  );
}
