"use client";
import { useQuery } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";
import type { ReactNode } from "react";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { LinkButton } from "@/components/ui/link-button";
import { Skeleton } from "@/components/ui/skeleton";
import { promotionChoicesOptions } from "@/lib/approvals/query-options";
import { mayAskFor } from "@/lib/approvals/rules/targets";
import { routes } from "@/lib/core/routes";
import { EmergencyForm } from "./emergency-form";
import { PromotionForm } from "./promotion-form";
import { type PromotionWish, titleOf } from "./promotion-wish";

interface PromotionDialogProps {
  /** Null while the dialog is closed. */
  wish: PromotionWish | null;
  onClose: () => void;
}

/** Asks for a version to reach or to leave a protected place. */
export function PromotionDialog({ wish, onClose }: PromotionDialogProps) {
  return (
    <Dialog open={wish !== null} onOpenChange={onClose}>
      {wish ? <Choices wish={wish} /> : null}
    </Dialog>
  );
}

function Plain({ title, children }: { title: string; children: ReactNode }) {
  return (
    <DialogContent
      title={title}
      size="lg"
      footer={
        <DialogClose asChild>
          <Button>Close</Button>
        </DialogClose>
      }
    >
      {children}
    </DialogContent>
  );
}

function Choices({ wish }: { wish: PromotionWish }) {
  const { slug } = useWorkspace();
  const maySeePolicies = useCan("policy:read");
  const { data, error, refetch } = useQuery(promotionChoicesOptions(slug, wish.name, wish.version));
  const title = titleOf(wish);
  if (error && !data)
    return (
      <Plain title={title}>
        <ErrorState
          title="What can be asked for could not be read"
          action={<Button onClick={() => void refetch()}>Try again</Button>}
        >
          {error.message}
        </ErrorState>
      </Plain>
    );
  if (!data)
    return (
      <Plain title={title}>
        <div role="status" aria-label="Reading what can be asked for" className="grid gap-3">
          <Skeleton className="h-16" />
          <Skeleton className="h-16" />
          <Skeleton className="h-24" />
        </div>
      </Plain>
    );
  const targets = data.targets.filter((place) => mayAskFor(place, wish.action));
  if (targets.length === 0)
    return (
      <Plain title={title}>
        <EmptyState
          icon={<ShieldCheck />}
          title={wish.action === "set" ? "Nothing left to ask for" : "It is in no protected place"}
          action={
            maySeePolicies ? (
              <LinkButton href={routes.policies(slug)}>Policies</LinkButton>
            ) : undefined
          }
        >
          {wish.action === "set"
            ? "This version is at every protected place, or nothing is protected. What is not protected is changed without a request."
            : "Only what a policy protects is left by a request."}
        </EmptyState>
      </Plain>
    );
  return wish.isEmergency ? (
    <EmergencyForm wish={wish} targets={targets} signing={data.signing} />
  ) : (
    <PromotionForm wish={wish} targets={targets} />
  );
}
