"use client";
import { Gavel, Lock, LockOpen } from "lucide-react";
import { useState } from "react";
import { useCan } from "@/components/shell/workspace-context";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import type { LegalHoldDto } from "@/lib/records/dto";
import { PlaceHoldDialog, ReleaseHoldDialog } from "./hold-dialogs";

/** Legal holds, those that are in force and those that were. */
export function HoldsCard({ holds }: { holds: readonly LegalHoldDto[] }) {
  const canPlace = useCan("hold:place");
  const [isPlacing, setIsPlacing] = useState(false);
  return (
    <Card aria-label="Legal holds">
      <CardHeader
        title="Legal holds"
        description="While one is in force, nothing that it covers is erased or deleted."
        actions={canPlace ? <Button onClick={() => setIsPlacing(true)}>Place a hold</Button> : null}
      />
      {holds.length === 0 ? (
        <EmptyState icon={<Gavel />} title="No legal hold">
          Place one when an inquiry, a complaint or a court wants things kept as they are.
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line">
          {holds.map((hold) => (
            <HoldRow key={hold.id} hold={hold} />
          ))}
        </ul>
      )}
      <PlaceHoldDialog open={isPlacing} onOpenChange={setIsPlacing} />
    </Card>
  );
}

function HoldRow({ hold }: { hold: LegalHoldDto }) {
  const canRelease = useCan("hold:release");
  const [isReleasing, setIsReleasing] = useState(false);
  const { model, reason, placedBy, placedAt, releasedAt, releasedBy, releaseReason } = hold;
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 py-3">
      <div className="grid min-w-0 grow basis-64 gap-0.5 text-sm">
        <span className="flex min-w-0 flex-wrap items-center gap-2">
          <span className="break-words font-medium">{model ?? "Everything in this workspace"}</span>
          {releasedAt ? (
            <Badge icon={<LockOpen aria-hidden="true" />}>Released</Badge>
          ) : (
            <Badge tone="warning" icon={<Lock aria-hidden="true" />}>
              In force
            </Badge>
          )}
        </span>
        <p className="whitespace-pre-wrap break-words">{reason}</p>
        <p className="text-muted text-xs">
          placed by {placedBy} <RelativeTime at={placedAt} />
        </p>
        {releasedAt ? (
          <p className="break-words text-muted text-xs">
            released by {releasedBy} <RelativeTime at={releasedAt} />: {releaseReason}
          </p>
        ) : null}
      </div>
      {canRelease && !releasedAt ? (
        <Button
          size="sm"
          aria-label={`Release the hold on ${model ?? "everything"}`}
          onClick={() => setIsReleasing(true)}
        >
          Release
        </Button>
      ) : null}
      <ReleaseHoldDialog hold={hold} open={isReleasing} onOpenChange={setIsReleasing} />
    </li>
  );
}
