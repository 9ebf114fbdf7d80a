"use client";
import { useRouter } from "next/navigation";
import { useWorkspace } from "@/components/shell/workspace-context";
import { StepLinks } from "@/components/ui/step-links";
import type { InboxNeighboursDto } from "@/lib/approvals/dto/trail";
import { routes } from "@/lib/core/routes";

/** The next and the previous request that waits, without going back to the list. */
export function RequestInboxLinks({ neighbours }: { neighbours: InboxNeighboursDto }) {
  const { slug } = useWorkspace();
  const router = useRouter();
  const { previous, next } = neighbours;
  const goTo = (number: number | null) =>
    number === null ? null : () => router.push(routes.approval(slug, number));
  if (previous === null && next === null) return null;
  return (
    <nav aria-label="Requests that wait" className="print:hidden">
      <StepLinks
        group="Inbox"
        previous={{
          label: previous === null ? "None waits before this one" : `Request ${previous}`,
          hotkey: "k",
          hotkeyLabel: "Previous request that waits",
          go: goTo(previous),
        }}
        next={{
          label: next === null ? "None waits after this one" : `Request ${next}`,
          hotkey: "j",
          hotkeyLabel: "Next request that waits",
          go: goTo(next),
        }}
      />
    </nav>
  );
}
