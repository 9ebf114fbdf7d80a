"use client";
import { KeyRound } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { CreateTokenForm } from "./create-token-form";
import { type MadeToken, TokenSecret } from "./token-secret";

/** Makes an API token, then shows its secret once, with how to use it. */
export function CreateTokenDialog() {
  const [isOpen, setIsOpen] = useState(false);
  const [made, setMade] = useState<MadeToken | null>(null);
  const open = (next: boolean) => {
    setIsOpen(next);
    if (next) setMade(null);
  };
  return (
    <Dialog open={isOpen} onOpenChange={open}>
      <DialogTrigger asChild>
        <Button variant="primary">
          <KeyRound aria-hidden="true" />
          New token
        </Button>
      </DialogTrigger>
      {made ? (
        <DialogContent
          title={`Token “${made.name}”`}
          size="lg"
          footer={
            <Button variant="primary" onClick={() => open(false)}>
              I have kept it
            </Button>
          }
        >
          <TokenSecret token={made} />
        </DialogContent>
      ) : (
        <CreateTokenForm onDone={setMade} />
      )}
    </Dialog>
  );
}
