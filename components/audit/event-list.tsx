import { ChevronDown, ChevronRight, ScrollText } from "lucide-react";
import type { Route } from "next";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { RelativeTime } from "@/components/ui/relative-time";
import { actionTitle } from "@/lib/audit/catalog";
import type { AuditEventDetailDto, AuditEventDto } from "@/lib/audit/dto";
import { EventDetail } from "./event-detail";

interface EventListProps {
  workspace: string;
  events: readonly AuditEventDto[];
  /** The one that is shown whole. */
  open: AuditEventDetailDto | null;
  isFiltered: boolean;
  /** The trail without its filters. */
  everything: Route;
  /** Address that opens an event, or closes the one that is open. */
  hrefOf: (eventId: number | null) => Route;
  onlyOf: (filter: { actor?: string; credential?: string; object?: string }) => Route;
}

function Nothing({ isFiltered, everything }: Pick<EventListProps, "isFiltered" | "everything">) {
  return isFiltered ? (
    <EmptyState
      icon={<ScrollText />}
      title="No event matches"
      action={<LinkButton href={everything}>Clear the filters</LinkButton>}
    >
      Take one filter away, or widen the days.
    </EmptyState>
  ) : (
    <EmptyState icon={<ScrollText />} title="Nothing has happened yet">
      Everything that people and programs change in this workspace is recorded here.
    </EmptyState>
  );
}

/** What happened, newest first; one event opens in place. */
export function EventList(props: EventListProps) {
  const { workspace, events, open, hrefOf, onlyOf } = props;
  if (events.length === 0 && !open)
    return (
      <Card>
        <Nothing {...props} />
      </Card>
    );
  const isAmong = events.some(({ id }) => id === open?.id);
  const shown = open && !isAmong ? [open, ...events] : events;
  return (
    <Card aria-label="Events">
      <ul className="divide-y divide-line">
        {shown.map((event) => {
          const isOpen = event.id === open?.id;
          return (
            <li key={event.id}>
              <EventRow event={event} isOpen={isOpen} href={hrefOf(isOpen ? null : event.id)} />
              {isOpen && open ? (
                <EventDetail workspace={workspace} event={open} onlyOf={onlyOf} />
              ) : null}
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

interface EventRowProps {
  event: AuditEventDto;
  isOpen: boolean;
  href: Route;
}

function EventRow({ event, isOpen, href }: EventRowProps) {
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  const { action, subject, label, actor, userId, role, at, seq } = event;
  return (
    <Link
      href={href}
      scroll={false}
      aria-expanded={isOpen}
      className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-baseline gap-x-3 px-4 py-2.5 text-sm hover:bg-hover"
    >
      <Chevron aria-hidden="true" className="mt-0.5 size-4 self-start text-subtle" />
      <span className="grid min-w-0 gap-x-4 md:grid-cols-[minmax(0,2fr)_minmax(0,3fr)_minmax(0,3fr)] md:items-baseline">
        <span className="truncate font-medium">{actionTitle(action)}</span>
        <span className="truncate">{label ?? subject}</span>
        <span className="break-words text-muted md:truncate">
          {actor ?? userId ?? "erased"}
          {role === "system" ? null : <span className="text-subtle"> ({role})</span>}
        </span>
      </span>
      <span className="grid justify-items-end text-muted text-xs tabular-nums">
        <RelativeTime at={at} />
        <span className="text-subtle">{seq === null ? "sealing" : `row ${seq}`}</span>
      </span>
    </Link>
  );
}
