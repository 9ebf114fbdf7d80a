"use client";
import { signOut } from "next-auth/react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import type { ButtonVariant } from "@/components/ui/button-styles";

interface SignOutButtonProps {
  /** Where to go then: a path of ours. */
  callback: string;
  label: string;
  variant?: ButtonVariant | undefined;
}

export function SignOutButton({ callback, label, variant }: SignOutButtonProps) {
  const [isPending, setIsPending] = useState(false);
  return (
    <Button
      variant={variant}
      loading={isPending}
      onClick={() => {
        setIsPending(true);
        void signOut({ callbackUrl: callback });
      }}
    >
      {label}
    </Button>
  );
}
