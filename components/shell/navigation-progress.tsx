"use client";
import { usePathname, useSearchParams } from "next/navigation";
import { useEffect, useState } from "react";
import { Progress } from "@/components/ui/progress";
import { onNavigation } from "./navigation-start";

/**
 * A line at the top while a page takes long. The page before it stays until the next one is whole, since an answer that
 * has begun with a skeleton can no longer say 404.
 */
export function NavigationProgress() {
  const here = `${usePathname()}?${useSearchParams()}`;
  const [from, setFrom] = useState<string | null>(null);
  useEffect(() => onNavigation(() => setFrom(here)), [here]);
  useEffect(() => {
    if (from !== null && from !== here) setFrom(null);
  }, [from, here]);
  if (from !== here) return null;
  return (
    <div className="pointer-events-none fixed inset-x-0 top-0 z-50 animate-fade [animation-delay:150ms] [animation-fill-mode:backwards]">
      <Progress
        label="Loading the page"
        value={null}
        className="h-0.5 rounded-none bg-transparent"
      />
    </div>
  );
}
