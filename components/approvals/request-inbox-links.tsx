"use client";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useRouter } from "next/navigation";
import { useWorkspace } from "@/components/shell/workspace-context";
import { IconButton } from "@/components/ui/icon-button";
import { useHotkeys } from "@/components/ui/use-hotkeys";
import type { InboxNeighboursDto } from "@/lib/approvals/dto/trail";
import { routes } from "@/lib/core/routes";

/** The next and the previous request that waits, without going back to the list. */
export function RequestInboxLinks({ neighbours }: { neighbours: InboxNeighboursDto }) {
  const { slug } = useWorkspace();
  const router = useRouter();
  const { previous, next } = neighbours;
  const go = (number: number | null) => {
    if (number !== null) router.push(routes.approval(slug, number));
  };
  useHotkeys("Inbox", [
    { keys: "j", label: "Next request that waits", run: () => go(next) },
    { keys: "k", label: "Previous request that waits", run: () => go(previous) },
  ]);
  if (previous === null && next === null) return null;
  return (
    <nav aria-label="Requests that wait" className="flex items-center print:hidden">
      <IconButton
        label={previous === null ? "None waits before this one" : `Request ${previous}`}
        hotkey="k"
        aria-disabled={previous === null}
        onClick={() => go(previous)}
        className="aria-disabled:opacity-50"
      >
        <ChevronLeft aria-hidden="true" />
      </IconButton>
      <IconButton
        label={next === null ? "None waits after this one" : `Request ${next}`}
        hotkey="j"
        aria-disabled={next === null}
        onClick={() => go(next)}
        className="aria-disabled:opacity-50"
      >
        <ChevronRight aria-hidden="true" />
      </IconButton>
    </nav>
  );
}
