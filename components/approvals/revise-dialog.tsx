"use client";
import { Pencil } from "lucide-react";
import { useState } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog, DialogTrigger } from "@/components/ui/dialog";
import { FormDialog } from "@/components/ui/form-dialog";
import { toast } from "@/components/ui/toast";
import { reviseRequestAction } from "@/lib/approvals/actions";
import type { ApprovalRequestDetailDto } from "@/lib/approvals/dto/shapes";
import { fromLocalMoment, toLocalMoment } from "./moment-field";
import { toPlan, toPlanDraft } from "./plan-fields";
import { ScheduleFields } from "./schedule-fields";
import { type WishDraft, WishFields } from "./wish-fields";

/** Changes what was asked for, while nobody has decided. Nothing for those who may not. */
export function ReviseButton({ request }: { request: ApprovalRequestDetailDto }) {
  const [isOpen, setIsOpen] = useState(false);
  if (!request.mayRevise) return null;
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger asChild>
        <Button size="sm">
          <Pencil aria-hidden="true" />
          Change
        </Button>
      </DialogTrigger>
      {isOpen ? <ReviseForm request={request} onClose={() => setIsOpen(false)} /> : null}
    </Dialog>
  );
}

interface ReviseFormProps {
  request: ApprovalRequestDetailDto;
  onClose: () => void;
}

interface Draft extends WishDraft {
  isScheduled: boolean;
  scheduledFor: string;
}

function useRevision({ request, onClose }: ReviseFormProps) {
  const { slug: workspace } = useWorkspace();
  const [draft, setDraft] = useState<Draft>(() => ({
    note: request.note,
    ticketUrl: request.ticketUrl ?? "",
    plan: toPlanDraft(request.plan),
    isScheduled: request.scheduledFor !== null,
    scheduledFor: request.scheduledFor ? toLocalMoment(request.scheduledFor) : "",
  }));
  const [message, setMessage] = useState<string>();
  const [fields, setFields] = useState<Readonly<Record<string, string>>>({});
  const [isSaving, setIsSaving] = useState(false);
  const save = async () => {
    const scheduledFor = draft.isScheduled ? fromLocalMoment(draft.scheduledFor) : null;
    if (scheduledFor === undefined) return setFields({ scheduledFor: "Choose a day and a time." });
    setIsSaving(true);
    const result = await reviseRequestAction({
      workspace,
      number: request.number,
      note: draft.note,
      ticketUrl: draft.ticketUrl.trim() || null,
      plan: toPlan(draft.plan),
      // What was not touched is not sent: seconds that the control does not show would be a change.
      ...(draft.scheduledFor === toLocalOr(request.scheduledFor) &&
      draft.isScheduled === (request.scheduledFor !== null)
        ? {}
        : { scheduledFor }),
    });
    setIsSaving(false);
    if (!result.ok) {
      setFields(result.error.fields ?? {});
      return setMessage(result.error.fields ? undefined : result.error.message);
    }
    toast(`Changed approval request ${request.number}`, { tone: "success" });
    onClose();
  };
  const change = (more: Partial<Draft>) => setDraft((before) => ({ ...before, ...more }));
  return { draft, change, message, fields, isSaving, save };
}

const toLocalOr = (at: string | null) => (at === null ? "" : toLocalMoment(at));

function ReviseForm(props: ReviseFormProps) {
  const { draft, change, message, fields, isSaving, save } = useRevision(props);
  const { number, standing, action } = props.request;
  return (
    <FormDialog
      size="lg"
      title={`Change approval request ${number}`}
      submitLabel="Save changes"
      isSubmitting={isSaving}
      problem={message}
      onSubmit={save}
    >
      {standing.approvals > 0 ? (
        <Callout tone="warning">
          Another plan or time is other evidence: whoever has signed is asked again. Note and ticket
          are not part of it.
        </Callout>
      ) : null}
      <WishFields draft={draft} onChange={change} fields={fields} hasPlan={action === "set"} />
      <ScheduleFields
        isScheduled={draft.isScheduled}
        scheduledFor={draft.scheduledFor}
        onChange={change}
        error={fields.scheduledFor}
      />
    </FormDialog>
  );
}
