import { CircleCheck, CirclePause, TriangleAlert } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import type { WebhookDto } from "@/lib/events/dto";

export function WebhookState({
  webhook,
}: {
  webhook: Pick<WebhookDto, "isActive" | "failingSince">;
}) {
  if (!webhook.isActive)
    return (
      <Badge tone="neutral" icon={<CirclePause aria-hidden="true" />}>
        Paused
      </Badge>
    );
  if (webhook.failingSince)
    return (
      <Badge tone="danger" icon={<TriangleAlert aria-hidden="true" />}>
        Failing
      </Badge>
    );
  return (
    <Badge tone="success" icon={<CircleCheck aria-hidden="true" />}>
      Active
    </Badge>
  );
}
