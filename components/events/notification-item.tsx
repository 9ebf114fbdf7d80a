import type { Route } from "next";
import { cn } from "@/components/ui/class-names";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import type { NotificationDto } from "@/lib/events/dto";

interface NotificationItemProps {
  notification: NotificationDto;
  onOpen: () => void;
}

/** One notification as a link to what it is about. */
export function NotificationItem({ notification, onOpen }: NotificationItemProps) {
  const { title, body, href, createdAt, isRead } = notification;
  return (
    <Link
      // Stored by `notify`, which takes paths of our own screens.
      href={href as Route}
      onClick={onOpen}
      className="grid min-w-0 grow grid-cols-[0.5rem_minmax(0,1fr)] gap-x-2.5 rounded-md px-2 py-2 hover:bg-hover"
    >
      <span
        aria-hidden="true"
        className={cn("mt-1.5 size-2 rounded-full", isRead ? "bg-transparent" : "bg-accent")}
      />
      <span className="grid min-w-0 gap-0.5">
        <span className={cn("text-pretty text-sm", isRead ? "text-muted" : "font-medium")}>
          {isRead ? null : <span className="sr-only">Unread: </span>}
          {title}
        </span>
        {body === "" ? null : <span className="line-clamp-2 text-muted text-xs">{body}</span>}
        <RelativeTime at={createdAt} className="text-muted text-xs" />
      </span>
    </Link>
  );
}
