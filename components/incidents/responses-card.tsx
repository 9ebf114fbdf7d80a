"use client";
import { Bot } from "lucide-react";
import { useState } from "react";
import { useCan } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { Dialog } from "@/components/ui/dialog";
import type { ResponseDto } from "@/lib/incidents/dto/responses";
import { ACT_WORDS } from "@/lib/incidents/rules/act-words";
import { responseWords } from "@/lib/incidents/rules/responses";
import { ResponseDialog } from "./response-dialog";

interface ResponsesCardProps {
  deployment: string;
  responses: readonly ResponseDto[];
}

/** What a deployment does by itself when something comes to its incident. */
export function ResponsesCard({ deployment, responses }: ResponsesCardProps) {
  const mayWrite = useCan("incident:write");
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Card>
      <CardHeader
        title="Done by itself"
        description="When an alert of a monitor comes to its incident"
        actions={
          mayWrite ? (
            <Button size="sm" onClick={() => setIsOpen(true)}>
              <Bot aria-hidden="true" />
              Change
            </Button>
          ) : null
        }
      />
      <CardBody className="grid gap-2 text-sm">
        {responses.length === 0 ? (
          <p className="text-muted">Nothing: people act from the page of the incident.</p>
        ) : (
          responses.map((response) => (
            <p key={response.act}>
              <span className="font-medium">{ACT_WORDS[response.act]}</span>{" "}
              {responseWords(response)} <span className="text-muted">Set by {response.setBy}.</span>
            </p>
          ))
        )}
        {isOpen ? (
          <Dialog open onOpenChange={setIsOpen}>
            <ResponseDialog
              deployment={deployment}
              responses={responses}
              onClose={() => setIsOpen(false)}
            />
          </Dialog>
        ) : null}
      </CardBody>
    </Card>
  );
}
