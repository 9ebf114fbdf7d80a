import { Badge } from "@/components/ui/badge";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import type { ApprovalRequestDto } from "@/lib/approvals/dto/shapes";
import { FollowUpButton } from "./follow-up-dialog";

/** What is owed after an emergency, or how it was settled. Nothing for everything else. */
export function FollowUpCard({ request }: { request: ApprovalRequestDto }) {
  const { followUp } = request;
  if (!followUp) return null;
  const isOpen = followUp.closedAt === null;
  return (
    <Card>
      <CardHeader
        title="Follow-up"
        actions={<Badge tone={isOpen ? "warning" : "success"}>{isOpen ? "Open" : "Closed"}</Badge>}
      />
      <CardBody className="grid gap-3 text-sm">
        {followUp.closedAt === null ? (
          <>
            <p>
              Somebody else who may approve looks at what was done and says whether it stands.{" "}
              {followUp.isOverdue ? "It was due" : "It is due"} <RelativeTime at={followUp.dueAt} />
              .
            </p>
            {followUp.mayClose ? (
              <div>
                <FollowUpButton request={request} />
              </div>
            ) : null}
          </>
        ) : (
          <>
            <p className="whitespace-pre-wrap break-words">{followUp.resolution}</p>
            <p className="text-muted">
              Closed by {followUp.closedBy} <RelativeTime at={followUp.closedAt} />
            </p>
          </>
        )}
      </CardBody>
    </Card>
  );
}
