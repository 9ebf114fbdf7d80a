"use client";
import { useState } from "react";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { UntilDay } from "@/components/ui/relative-time";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { revokeWaiverAction, waiveGateAction } from "@/lib/approvals/actions";
import type {
  ApprovalRequestDetailDto,
  GateResultDto,
  GateWaiverDto,
} from "@/lib/approvals/dto/shapes";
import { endOfDay } from "./use-signing";

interface WaiverProps {
  gate: GateResultDto;
  request: ApprovalRequestDetailDto;
}

function WaiveDialog({
  gate,
  number,
  onClose,
}: {
  gate: GateResultDto;
  number: number;
  onClose: () => void;
}) {
  const { slug: workspace } = useWorkspace();
  const [reason, setReason] = useState("");
  const [until, setUntil] = useState("");
  const [problem, setProblem] = useState<{ reason?: string; until?: string; form?: string }>({});
  const [isSaving, setIsSaving] = useState(false);
  const save = async () => {
    const end = endOfDay(until);
    if (!end || reason.trim() === "") {
      setProblem({
        ...(reason.trim() === "" ? { reason: "Say why it may pass." } : {}),
        ...(end ? {} : { until: "Choose the last day on which it may be left out." }),
      });
      return;
    }
    setIsSaving(true);
    const result = await waiveGateAction({
      workspace,
      number,
      gateKey: gate.key,
      reason,
      until: end,
    });
    setIsSaving(false);
    if (result.ok) {
      toast(`“${gate.title}” is waived`, { tone: "success" });
      onClose();
      return;
    }
    const { fields, message } = result.error;
    setProblem(fields?.reason || fields?.until ? { ...fields } : { form: message });
  };
  return (
    <FormDialog
      title={`Waive “${gate.title}”`}
      description="It holds nothing up until that day. Your name, the reason and the day become part of the evidence, and everybody is asked again."
      submitLabel="Waive"
      isSubmitting={isSaving}
      problem={problem.form}
      onSubmit={save}
    >
      <Field label="Why it may pass" required error={problem.reason}>
        <Textarea
          rows={3}
          maxLength={2_000}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </Field>
      <Field label="Until the end of" required error={problem.until} description="In UTC.">
        <Input
          type="date"
          value={until}
          onChange={(event) => setUntil(event.target.value)}
          className="w-44"
        />
      </Field>
    </FormDialog>
  );
}

function Waiver({
  waiver,
  number,
  isOpen,
}: {
  waiver: GateWaiverDto;
  number: number;
  isOpen: boolean;
}) {
  const { slug: workspace } = useWorkspace();
  const mayWaive = useCan("gate:waive");
  const [isBusy, setIsBusy] = useState(false);
  const revoke = async () => {
    setIsBusy(true);
    const result = await revokeWaiverAction({ workspace, number, waiverId: waiver.id });
    setIsBusy(false);
    if (!result.ok) toast(result.error.message, { tone: "danger" });
  };
  return (
    <div className="mt-1 grid justify-items-start gap-1">
      <p className="break-words text-sm">
        Waived by {waiver.waivedBy} <UntilDay at={waiver.until} />: {waiver.reason}
      </p>
      {mayWaive && isOpen ? (
        <Button size="sm" loading={isBusy} onClick={() => void revoke()} className="print:hidden">
          Take the waiver back
        </Button>
      ) : null}
    </div>
  );
}

/** Who let a gate that does not pass hold nothing up, why and until when; or the button that does. */
export function GateWaiver({ gate, request }: WaiverProps) {
  const [isWaiving, setIsWaiving] = useState(false);
  const mayWaive = useCan("gate:waive") && request.eligibility.mayVote;
  const { number, status } = request;
  const isOpen = status === "pending" || status === "approved";
  const holdsUp = gate.verdict !== "pass" && gate.verdict !== "warn";
  if (gate.waiver) return <Waiver waiver={gate.waiver} number={number} isOpen={isOpen} />;
  if (!mayWaive || !isOpen || (gate.isFresh && !holdsUp)) return null;
  return (
    <div className="mt-1.5 print:hidden">
      <Button size="sm" onClick={() => setIsWaiving(true)}>
        Waive
      </Button>
      <Dialog open={isWaiving} onOpenChange={setIsWaiving}>
        {isWaiving ? (
          <WaiveDialog gate={gate} number={number} onClose={() => setIsWaiving(false)} />
        ) : null}
      </Dialog>
    </div>
  );
}
