"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { toast } from "@/components/ui/toast";
import { openRequestAction } from "@/lib/approvals/actions";
import type { ProtectedTargetDto } from "@/lib/approvals/dto/shapes";
import type { Target } from "@/lib/approvals/schema/policies";
import { routes } from "@/lib/core/routes";
import { DeploymentChoice, firstChoice, namedDeployment } from "./deployment-choice";
import { fromLocalMoment, MomentField } from "./moment-field";
import { toPlan } from "./plan-fields";
import { type PromotionWish, titleOf } from "./promotion-wish";
import { ScheduleFields } from "./schedule-fields";
import { findPlace, TargetChoice, TargetNotice } from "./target-choice";
import { type WishDraft, WishFields } from "./wish-fields";

interface PromotionFormProps {
  wish: PromotionWish;
  targets: readonly ProtectedTargetDto[];
}

interface Draft extends WishDraft {
  target: Target | null;
  deployment: string;
  archivesExisting: boolean;
  dueAt: string;
  isScheduled: boolean;
  scheduledFor: string;
}

interface Problem {
  message: string | undefined;
  fields: Readonly<Record<string, string>>;
}

const NONE: Problem = { message: undefined, fields: {} };

function startOf({ wish, targets }: PromotionFormProps): Draft {
  const known =
    findPlace(targets, wish.target ?? null) ?? (targets.length === 1 ? targets[0] : undefined);
  return {
    target: known?.target ?? null,
    deployment: known ? firstChoice(known) : "",
    archivesExisting: true,
    note: "",
    ticketUrl: "",
    plan: { description: "", steps: [], abortRule: "" },
    dueAt: "",
    isScheduled: false,
    scheduledFor: "",
  };
}

function inputOf({ name, version, action }: PromotionWish, draft: Draft, target: Target) {
  const { note, ticketUrl, plan, isScheduled } = draft;
  const dueAt = fromLocalMoment(draft.dueAt);
  const scheduledFor = isScheduled ? fromLocalMoment(draft.scheduledFor) : undefined;
  return {
    model: name,
    version,
    target,
    action,
    archivesExisting: action === "set" && target.kind === "stage" && draft.archivesExisting,
    note,
    plan: toPlan(plan),
    ...(action === "set" && target.kind === "environment" ? namedDeployment(draft.deployment) : {}),
    ...(ticketUrl.trim() === "" ? {} : { ticketUrl: ticketUrl.trim() }),
    ...(dueAt ? { dueAt } : {}),
    ...(scheduledFor ? { scheduledFor } : {}),
  };
}

/** What is missing before it can be sent at all. */
function missingIn(
  { action }: PromotionWish,
  { target, deployment, isScheduled, scheduledFor }: Draft,
): Record<string, string> {
  return {
    ...(target ? {} : { target: "Choose where it should go." }),
    ...(target && action === "set" && deployment === ""
      ? { deployment: "Choose a deployment." }
      : {}),
    ...(isScheduled && !fromLocalMoment(scheduledFor)
      ? { scheduledFor: "Choose a day and a time." }
      : {}),
  };
}

function usePromotion(props: PromotionFormProps) {
  const { slug: workspace } = useWorkspace();
  const router = useRouter();
  // One key a dialog: sent again after a failure, it opens one request.
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const [draft, setDraft] = useState(() => startOf(props));
  const [problem, setProblem] = useState<Problem>(NONE);
  const [isSaving, setIsSaving] = useState(false);
  const save = async () => {
    const missing = missingIn(props.wish, draft);
    if (!draft.target || Object.keys(missing).length > 0) {
      setProblem({ message: undefined, fields: missing });
      return;
    }
    setIsSaving(true);
    const result = await openRequestAction({
      workspace,
      ...inputOf(props.wish, draft, draft.target),
      idempotencyKey,
    });
    if (!result.ok) {
      setIsSaving(false);
      const { message, fields = {} } = result.error;
      setProblem({ message: Object.keys(fields).length > 0 ? undefined : message, fields });
      return;
    }
    const { number, isNew } = result.data;
    toast(
      isNew ? `Opened approval request ${number}` : `Approval request ${number} waits already`,
      {
        tone: "success",
      },
    );
    router.push(routes.approval(workspace, number));
  };
  const change = (more: Partial<Draft>) => setDraft((before) => ({ ...before, ...more }));
  return { draft, change, problem, isSaving, save };
}

export function PromotionForm(props: PromotionFormProps) {
  const { wish, targets } = props;
  const { draft, change, problem, isSaving, save } = usePromotion(props);
  const place = findPlace(targets, draft.target);
  const { fields } = problem;
  const isSet = wish.action === "set";
  const choose = (target: Target) => {
    const chosen = findPlace(targets, target);
    change({ target, deployment: chosen ? firstChoice(chosen) : "" });
  };
  return (
    <FormDialog
      size="lg"
      title={titleOf(wish)}
      description={`of model ${wish.name}. Somebody else decides, on the evidence, and then it is done.`}
      submitLabel="Send request"
      isSubmitting={isSaving}
      problem={problem.message}
      onSubmit={save}
    >
      <TargetChoice
        targets={targets}
        value={draft.target}
        onChange={choose}
        error={fields.target ?? fields["target.value"]}
      />
      {place ? <TargetNotice place={place} version={wish.version} action={wish.action} /> : null}
      {isSet && place?.target.kind === "stage" ? (
        <Field
          inline
          label={`Archive the versions that are in ${place.target.value} then`}
          description="Then this is the only one there."
        >
          <Checkbox
            checked={draft.archivesExisting}
            onCheckedChange={(checked) => change({ archivesExisting: checked === true })}
          />
        </Field>
      ) : null}
      {isSet && place ? (
        <DeploymentChoice
          place={place}
          value={draft.deployment}
          onChange={(deployment) => change({ deployment })}
          error={fields.deployment}
        />
      ) : null}
      <WishFields draft={draft} onChange={change} fields={fields} hasPlan={isSet} />
      <MomentField
        label="Due"
        description={
          place ? `Without one, ${place.dueDays} days from now, as the policy says.` : undefined
        }
        value={draft.dueAt}
        onChange={(dueAt) => change({ dueAt })}
        error={fields.dueAt}
      />
      <ScheduleFields
        isScheduled={draft.isScheduled}
        scheduledFor={draft.scheduledFor}
        onChange={change}
        error={fields.scheduledFor}
      />
    </FormDialog>
  );
}
