import type { Route } from "next";
import { Callout } from "@/components/ui/callout";
import { LinkButton } from "@/components/ui/link-button";
import { formatDateTime } from "@/lib/core/format";

interface LookedNoteProps {
  /** How many were found until then. */
  found: number;
  lookedUntil: string;
  /** Address of what lies further back. */
  further: Route;
}

/** Says that a search stopped before the beginning of the trail, and goes on with it. */
export function LookedNote({ found, lookedUntil, further }: LookedNoteProps) {
  const until = `${formatDateTime(Date.parse(lookedUntil), "UTC")} UTC`;
  return (
    <Callout
      title={found === 0 ? `No event matches back to ${until}` : `Looked back to ${until}`}
      actions={
        <LinkButton size="sm" href={further}>
          Look further back
        </LinkButton>
      }
    >
      What is filtered for is rare here, so older events have not been looked at yet. Choose days to
      begin elsewhere. An export looks through all of them.
    </Callout>
  );
}
