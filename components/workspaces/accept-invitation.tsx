"use client";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import type { ButtonVariant } from "@/components/ui/button-styles";
import { FormProblem } from "@/components/ui/form-problem";
import { routes } from "@/lib/core/routes";
import { acceptInvitationAction } from "@/lib/workspaces/actions";

interface AcceptInvitationProps {
  invitation: { secret: string } | { id: string };
  label: string;
  variant?: ButtonVariant | undefined;
}

/** Joins the workspace as the person who is signed in. */
export function AcceptInvitation({ invitation, label, variant }: AcceptInvitationProps) {
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  const [problem, setProblem] = useState<string>();
  const accept = () =>
    startTransition(async () => {
      const result = await acceptInvitationAction(invitation);
      if (result.ok) router.push(routes.home(result.data.workspaceSlug));
      else setProblem(result.error.message);
    });
  return (
    <div className="grid gap-3">
      <FormProblem message={problem} />
      <Button variant={variant} loading={isPending} onClick={accept}>
        {label}
      </Button>
    </div>
  );
}
