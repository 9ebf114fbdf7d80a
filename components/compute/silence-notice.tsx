"use client";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { Callout } from "@/components/ui/callout";
import { RelativeTime } from "@/components/ui/relative-time";

const LOOK_AGAIN_MS = 30_000;

interface SilenceNoticeProps {
  /** When somebody last looked at the running job. */
  heartbeatAt: number;
  /** As it was when the page was read. */
  isSilent: boolean;
}

/** Says when nobody has looked at a running job for a while: then what stands here may be old. */
export function SilenceNotice({ heartbeatAt, isSilent }: SilenceNoticeProps) {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => router.refresh(), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [router]);
  if (!isSilent) return null;
  return (
    <Callout tone="warning" title="No news from its backend">
      It was last heard of <RelativeTime at={heartbeatAt} />. The job may be running on; what it has
      done meanwhile is shown as soon as the process that follows jobs is back.
    </Callout>
  );
}
