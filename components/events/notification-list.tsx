"use client";
import { Bell, CheckCheck } from "lucide-react";
import { useQueryState } from "nuqs";
import { useState } from "react";
import { RefreshOnChange } from "@/components/shell/refresh-on-change";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { toast } from "@/components/ui/toast";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { markReadAction } from "@/lib/events/actions";
import type { NotificationDto } from "@/lib/events/dto";
import { notificationParams } from "@/lib/events/search-params";
import { NotificationItem } from "./notification-item";

export function NotificationList({ items }: { items: readonly NotificationDto[] }) {
  const { slug, person } = useWorkspace();
  const [isBusy, setIsBusy] = useState(false);
  const [show, setShow] = useQueryState(
    "show",
    notificationParams.show.withOptions({ shallow: false }),
  );
  const read = async (notificationIds?: string[]) => {
    setIsBusy(true);
    const result = await markReadAction({
      workspace: slug,
      ...(notificationIds ? { notificationIds } : {}),
    });
    setIsBusy(false);
    if (!result.ok) toast(result.error.message);
  };
  return (
    <section aria-label="Notifications" className="grid gap-3">
      <RefreshOnChange topics={[`notifications:${person.id}`]} />
      <div className="flex flex-wrap items-center justify-between gap-2">
        <ToggleGroup
          label="Show"
          value={show}
          onChange={(next) => void setShow(next)}
          options={[
            { value: "all", label: "All" },
            { value: "unread", label: "Unread" },
          ]}
        />
        <Button
          size="sm"
          loading={isBusy}
          disabled={items.every(({ isRead }) => isRead)}
          onClick={() => void read()}
        >
          <CheckCheck aria-hidden="true" />
          Mark all as read
        </Button>
      </div>
      <Card>
        {items.length === 0 ? (
          <EmptyState
            icon={<Bell />}
            title={show === "unread" ? "Everything is read" : "Nothing has needed you yet"}
          >
            When a decision waits for you or one of your requests is decided, it is listed here.
          </EmptyState>
        ) : (
          <ul className="divide-y divide-line">
            {items.map((item) => (
              <li key={item.id} className="flex px-2 py-1">
                <NotificationItem
                  notification={item}
                  onOpen={() => (item.isRead ? undefined : void read([item.id]))}
                />
              </li>
            ))}
          </ul>
        )}
      </Card>
    </section>
  );
}
