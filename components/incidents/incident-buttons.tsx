"use client";
import { CircleCheck, Eye, MessageSquare, RotateCcw, UserRound } from "lucide-react";
import { useState } from "react";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { acknowledgeIncidentAction } from "@/lib/incidents/actions";
import type { Assignable } from "./assign-dialog";
import { type IncidentDialog, IncidentDialogs } from "./incident-dialogs";

function AcknowledgeButton({ number }: { number: number }) {
  const { slug: workspace } = useWorkspace();
  const [isBusy, setIsBusy] = useState(false);
  const acknowledge = async () => {
    setIsBusy(true);
    const result = await acknowledgeIncidentAction({ workspace, incident: number });
    setIsBusy(false);
    if (!result.ok) toast(result.error.message, { tone: "danger" });
  };
  return (
    <Button variant="primary" loading={isBusy} onClick={() => void acknowledge()}>
      <Eye aria-hidden="true" />
      Acknowledge
    </Button>
  );
}

/** What can be done with an incident as it stands; nothing for those who only read. */
export function IncidentButtons(props: Assignable & { done: string }) {
  const { number, status } = props.incident;
  const mayWrite = useCan("incident:write");
  const [asked, setAsked] = useState<IncidentDialog | null>(null);
  if (!mayWrite) return null;
  return (
    <>
      <Button onClick={() => setAsked("comment")}>
        <MessageSquare aria-hidden="true" />
        Comment
      </Button>
      <Button onClick={() => setAsked("assign")}>
        <UserRound aria-hidden="true" />
        Assign
      </Button>
      {status === "resolved" ? (
        <Button onClick={() => setAsked("reopen")}>
          <RotateCcw aria-hidden="true" />
          Reopen
        </Button>
      ) : (
        <Button
          variant={status === "open" ? "secondary" : "primary"}
          onClick={() => setAsked("resolve")}
        >
          <CircleCheck aria-hidden="true" />
          Resolve
        </Button>
      )}
      {status === "open" ? <AcknowledgeButton number={number} /> : null}
      <IncidentDialogs {...props} asked={asked} onClose={() => setAsked(null)} />
    </>
  );
}
