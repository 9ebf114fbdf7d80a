"use client";
import { Callout } from "@/components/ui/callout";
import type { ProtectedTargetDto } from "@/lib/approvals/dto/shapes";
import { describeTarget } from "@/lib/approvals/rules/targets";

/** Says that a place is reached by a request only, and what its policy asks for. */
export function ProtectedCallout({ place }: { place: ProtectedTargetDto }) {
  const where = describeTarget(place.target);
  return (
    <Callout title={`The ${where} is protected by the policy “${place.policyName}”`}>
      {`${place.approvers} ${place.gates} So this asks for it, and it is done once it is approved.`}
    </Callout>
  );
}
