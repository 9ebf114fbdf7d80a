import { ChevronDown, ChevronRight, CircleCheck, CircleX, Clock, Send } from "lucide-react";
import type { Route } from "next";
import { Badge } from "@/components/ui/badge";
import { Card, CardHeader } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import type { DeliveryDetailDto, DeliveryDto } from "@/lib/events/dto";
import { eventTitle } from "@/lib/events/rules/catalog";
import { DeliveryDetail } from "./delivery-detail";

interface DeliveryListProps {
  webhookId: string;
  deliveries: readonly DeliveryDto[];
  /** The one whose requests and answers are shown. */
  open: DeliveryDetailDto | null;
  /** Address that opens a delivery, or closes the one that is open. */
  hrefOf: (deliveryId: string | null) => Route;
}

export function DeliveryList({ webhookId, deliveries, open, hrefOf }: DeliveryListProps) {
  return (
    <Card aria-label="Deliveries">
      <CardHeader
        title="Deliveries"
        description="Kept for 30 days, at most the newest 1,000. Failed ones are tried six times within about 40 minutes."
      />
      {deliveries.length === 0 ? (
        <EmptyState icon={<Send />} title="Nothing was sent yet">
          Send a test, or wait for one of the events.
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line border-t">
          {deliveries.map((delivery) => {
            const isOpen = delivery.id === open?.id;
            return (
              <li key={delivery.id}>
                <DeliveryRow
                  delivery={delivery}
                  isOpen={isOpen}
                  href={hrefOf(isOpen ? null : delivery.id)}
                />
                {isOpen && open ? <DeliveryDetail webhookId={webhookId} delivery={open} /> : null}
              </li>
            );
          })}
        </ul>
      )}
    </Card>
  );
}

interface DeliveryRowProps {
  delivery: DeliveryDto;
  isOpen: boolean;
  href: Route;
}

function DeliveryRow({ delivery, isOpen, href }: DeliveryRowProps) {
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  return (
    <Link
      href={href}
      scroll={false}
      aria-current={isOpen ? "true" : undefined}
      className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5 text-sm hover:bg-hover"
    >
      <Chevron aria-hidden="true" className="size-4 shrink-0 text-subtle" />
      <span className="flex min-w-0 grow basis-48 flex-wrap items-center gap-2">
        <span className="truncate">{eventTitle(delivery.event)}</span>
        {delivery.isTest ? <Badge>Test</Badge> : null}
        {delivery.isRedelivery ? <Badge>Redelivery</Badge> : null}
      </span>
      <State delivery={delivery} />
      <span className="text-muted text-xs tabular-nums">
        {delivery.attemptCount === 1 ? "1 attempt" : `${delivery.attemptCount} attempts`},{" "}
        <RelativeTime at={delivery.createdAt} />
      </span>
    </Link>
  );
}

function State({ delivery: { state, status } }: { delivery: DeliveryDto }) {
  const answer = status === null ? "" : ` ${status}`;
  if (state === "delivered")
    return (
      <Badge tone="success" icon={<CircleCheck aria-hidden="true" />}>
        Delivered{answer}
      </Badge>
    );
  if (state === "failed")
    return (
      <Badge tone="danger" icon={<CircleX aria-hidden="true" />}>
        Failed{answer}
      </Badge>
    );
  return (
    <Badge tone="info" icon={<Clock aria-hidden="true" />}>
      On its way{answer}
    </Badge>
  );
}
