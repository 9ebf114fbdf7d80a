"use client";
import { KeyRound } from "lucide-react";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { CreateTokenForm } from "./create-token-form";
import { type MadeToken, TokenSecret } from "./token-secret";

/** Makes an API token, then shows its secret once, with how to use it. */
export function CreateTokenDialog() {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger asChild>
        <Button variant="primary">
          <KeyRound aria-hidden="true" />
          New token
        </Button>
      </DialogTrigger>
      {isOpen ? <NewToken onClose={() => setIsOpen(false)} /> : null}
    </Dialog>
  );
}

/** One and the same dialog before and after: a second one would lose the focus to the page when the first goes. */
function NewToken({ onClose }: { onClose: () => void }) {
  const formId = useId();
  const [made, setMade] = useState<MadeToken | null>(null);
  const [isSubmitting, setIsSubmitting] = useState(false);
  const before = {
    title: "New API token",
    description: "It acts as you, within your role and the scopes below.",
  };
  return (
    <DialogContent
      {...(made ? { title: `Token “${made.name}”` } : before)}
      size={made ? "lg" : "md"}
      footer={
        made ? (
          <Button key="keep" variant="primary" onClick={onClose}>
            I have kept it
          </Button>
        ) : (
          <Button key="create" form={formId} type="submit" variant="primary" loading={isSubmitting}>
            Create token
          </Button>
        )
      }
    >
      {made ? (
        <TokenSecret token={made} />
      ) : (
        <CreateTokenForm id={formId} onDone={setMade} onSubmitting={setIsSubmitting} />
      )}
    </DialogContent>
  );
}
