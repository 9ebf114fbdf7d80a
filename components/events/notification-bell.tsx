"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Bell } from "lucide-react";
import { useState } from "react";
import { useFrame } from "@/components/shell/frame-context";
import { useLive } from "@/components/shell/live";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { buttonStyles } from "@/components/ui/button-styles";
import { cn } from "@/components/ui/class-names";
import { LinkButton } from "@/components/ui/link-button";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { toast } from "@/components/ui/toast";
import { routes } from "@/lib/core/routes";
import { markReadAction } from "@/lib/events/actions";
import { unreadOptions } from "@/lib/events/query-options";
import { NotificationItem } from "./notification-item";

/** What waits to be read, on every page of a workspace. */
export function NotificationBell() {
  return useFrame() ? <Bellhop /> : null;
}

const countOf = (unread: number): string => (unread > 99 ? "99+" : String(unread));

function Bellhop() {
  const { slug, person } = useWorkspace();
  const [isOpen, setIsOpen] = useState(false);
  const client = useQueryClient();
  const options = unreadOptions(slug);
  const { data } = useQuery(options);
  const reread = async () => {
    // The first reading may be under way and from before the change; it would be taken for the new one.
    await client.cancelQueries({ queryKey: options.queryKey });
    await client.invalidateQueries({ queryKey: options.queryKey });
  };
  useLive([`notifications:${person.id}`], () => void reread());
  const unread = data?.unread ?? 0;
  const read = async (notificationIds?: string[]) => {
    const result = await markReadAction({
      workspace: slug,
      ...(notificationIds ? { notificationIds } : {}),
    });
    if (!result.ok) toast(result.error.message);
    await reread();
  };
  return (
    <Popover open={isOpen} onOpenChange={setIsOpen}>
      <PopoverTrigger
        aria-label={unread > 0 ? `Notifications, ${countOf(unread)} unread` : "Notifications"}
        className={cn(buttonStyles({ variant: "ghost" }), "w-control px-0")}
      >
        <Bell aria-hidden="true" />
        {unread > 0 ? (
          <span
            aria-hidden="true"
            className="absolute top-0 right-0 grid h-4 min-w-4 place-items-center rounded-full bg-accent px-1 font-semibold text-[0.625rem] text-on-accent tabular-nums"
          >
            {countOf(unread)}
          </span>
        ) : null}
      </PopoverTrigger>
      <PopoverContent aria-label="Notifications" align="end" className="w-96 p-2">
        <div className="flex min-h-8 items-center justify-between gap-2 px-2">
          <h2 className="font-semibold text-sm">Notifications</h2>
          {unread > 0 ? (
            <Button size="sm" variant="ghost" onClick={() => void read()}>
              Mark all as read
            </Button>
          ) : null}
        </div>
        {data && data.newest.length > 0 ? (
          <ul className="grid gap-px py-1">
            {data.newest.map((notification) => (
              <li key={notification.id} className="flex">
                <NotificationItem
                  notification={notification}
                  onOpen={() => {
                    setIsOpen(false);
                    if (!notification.isRead) void read([notification.id]);
                  }}
                />
              </li>
            ))}
          </ul>
        ) : (
          <p className="px-2 py-6 text-center text-muted text-sm">
            {data ? "Nothing has needed you yet." : "Reading …"}
          </p>
        )}
        <div className="border-t pt-2">
          <LinkButton
            href={routes.notifications(slug)}
            variant="ghost"
            size="sm"
            className="w-full"
          >
            All notifications and preferences
          </LinkButton>
        </div>
      </PopoverContent>
    </Popover>
  );
}
