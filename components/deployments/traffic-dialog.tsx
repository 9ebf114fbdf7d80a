"use client";
import { useState } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { setTrafficAction } from "@/lib/deployments/actions";
import type { DeploymentDto, RevisionDto } from "@/lib/deployments/dto/deployments";
import { formatShare } from "@/lib/deployments/rules/plans";
import { setTrafficInput } from "@/lib/deployments/schema/deployments";
import { ALL_TRAFFIC } from "@/lib/deployments/schema/traffic";
import { OverrideFields } from "./override-fields";
import { sumOf, toOverrides, toPlan, toRows } from "./traffic-form";
import { TrafficRows } from "./traffic-rows";

interface TrafficDialogProps {
  deployment: DeploymentDto;
  revisions: readonly RevisionDto[];
  onClose: () => void;
}

interface Problems {
  weights?: string | undefined;
  stickyHeader?: string | undefined;
  form?: string | undefined;
}

function useTrafficForm({ deployment, onClose }: TrafficDialogProps) {
  const { slug: workspace } = useWorkspace();
  const [rows, setRows] = useState<ReturnType<typeof toRows>>(() => toRows(deployment));
  const [stickyHeader, setStickyHeader] = useState(deployment.plan.stickyHeader ?? "");
  const [overrides, setOverrides] = useState(() => toOverrides(deployment.plan));
  const [reason, setReason] = useState("");
  const [problems, setProblems] = useState<Problems>({});
  const [isSending, setIsSending] = useState(false);
  // The plan that was in force when the dialog opened: one that others set meanwhile is not written over.
  const [seen] = useState(deployment.trafficVersion);
  const submit = async () => {
    const parsed = setTrafficInput.safeParse({
      deployment: deployment.name,
      plan: toPlan({ rows, stickyHeader, overrides }),
      trafficVersion: seen,
      reason,
    });
    if (!parsed.success) {
      const of = (place: string) =>
        parsed.error.issues.find(({ path }) => path.join(".").startsWith(place))?.message;
      const [weights, sticky] = [of("plan.weights") ?? of("plan.shadows"), of("plan.stickyHeader")];
      const other = weights || sticky ? undefined : parsed.error.issues[0]?.message;
      setProblems({ weights, stickyHeader: sticky, form: other });
      return;
    }
    setIsSending(true);
    const result = await setTrafficAction({ workspace, ...parsed.data });
    setIsSending(false);
    if (!result.ok) {
      setProblems({ form: result.error.message });
      return;
    }
    toast("The traffic goes by the new plan.", { tone: "success" });
    onClose();
  };
  return {
    ...{ rows, setRows, stickyHeader, setStickyHeader, overrides, setOverrides },
    ...{ reason, setReason, problems, isSending, submit },
  };
}

/** Changes who answers how much. */
export function TrafficDialog(props: TrafficDialogProps) {
  const form = useTrafficForm(props);
  const sum = sumOf(form.rows);
  const total = Number.isNaN(sum) ? "not a number" : formatShare(sum);
  return (
    <FormDialog
      title="Change traffic"
      description="Takes effect at once. Whoever had a revision keeps it, as far as the new weights let them."
      size="lg"
      submitLabel="Put in force"
      isSubmitting={form.isSending}
      problem={form.problems.form}
      onSubmit={form.submit}
    >
      <div className="grid gap-2">
        <div className="hidden gap-x-3 text-muted text-xs sm:grid sm:grid-cols-[minmax(0,1fr)_7rem_7rem]">
          <span>Revision</span>
          <span>Answers, percent</span>
          <span>Shadows, percent</span>
        </div>
        <TrafficRows
          rows={form.rows}
          revisions={props.revisions}
          problem={form.problems.weights}
          onChange={(rows) => form.setRows([...rows])}
        />
        <p className="text-muted text-sm tabular-nums" aria-live="polite">
          Together {total}
          {sum === ALL_TRAFFIC ? "" : ", and it must be 100 %"}
        </p>
      </div>
      <Field
        label="Header that assigns"
        description="Requests with the same value of it get the same revision."
        error={form.problems.stickyHeader}
      >
        <Input
          value={form.stickyHeader}
          placeholder="x-customer-id"
          spellCheck={false}
          onChange={(event) => form.setStickyHeader(event.target.value)}
        />
      </Field>
      <OverrideFields
        overrides={form.overrides}
        revisions={props.revisions.map(({ number }) => number)}
        onChange={(overrides) => form.setOverrides([...overrides])}
      />
      <Field label="Why">
        <Textarea
          rows={2}
          maxLength={2_000}
          value={form.reason}
          onChange={(event) => form.setReason(event.target.value)}
        />
      </Field>
    </FormDialog>
  );
}
