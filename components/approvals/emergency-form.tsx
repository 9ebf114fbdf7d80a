"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Callout } from "@/components/ui/callout";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { promoteInEmergencyAction } from "@/lib/approvals/actions";
import type { PromotionChoicesDto, ProtectedTargetDto } from "@/lib/approvals/dto/shapes";
import { emergencyStatement } from "@/lib/approvals/rules/statements";
import type { Target } from "@/lib/approvals/schema/policies";
import { routes } from "@/lib/core/routes";
import { DeploymentChoice, firstChoice, namedDeployment } from "./deployment-choice";
import { type PromotionWish, titleOf } from "./promotion-wish";
import { SignatureFields } from "./signature-fields";
import { findPlace, TargetChoice } from "./target-choice";

interface EmergencyFormProps {
  wish: PromotionWish;
  targets: readonly ProtectedTargetDto[];
  signing: PromotionChoicesDto["signing"];
}

interface Draft {
  target: Target | null;
  deployment: string;
  archivesExisting: boolean;
  reason: string;
  password: string;
}

const START: Draft = {
  target: null,
  deployment: "",
  archivesExisting: true,
  reason: "",
  password: "",
};

function useEmergency({ wish, signing }: EmergencyFormProps) {
  const { slug: workspace } = useWorkspace();
  const router = useRouter();
  // One key a dialog: sent again after a failure, it promotes once.
  const [signatureKey] = useState(() => crypto.randomUUID());
  const [draft, setDraft] = useState(START);
  const [message, setMessage] = useState<string>();
  const [fields, setFields] = useState<Readonly<Record<string, string>>>({});
  const [isSaving, setIsSaving] = useState(false);
  const save = async () => {
    const { target, deployment, reason, password } = draft;
    setMessage(undefined);
    if (!target) return setFields({ target: "Choose where it should go." });
    if (deployment === "") return setFields({ deployment: "Choose a deployment." });
    if (reason.trim() === "") return setFields({ reason: "Say why it cannot wait." });
    setIsSaving(true);
    const result = await promoteInEmergencyAction({
      workspace,
      model: wish.name,
      version: wish.version,
      target,
      ...namedDeployment(deployment),
      archivesExisting: target.kind === "stage" && draft.archivesExisting,
      reason,
      signatureKey,
      ...(signing.method === "password" ? { password } : {}),
    });
    if (!result.ok) {
      setIsSaving(false);
      setFields(result.error.fields ?? {});
      return setMessage(result.error.fields ? undefined : result.error.message);
    }
    toast(`Promoted version ${wish.version}. A follow-up is open`, { tone: "success" });
    router.push(routes.approval(workspace, result.data.number));
  };
  const change = (more: Partial<Draft>) => setDraft((before) => ({ ...before, ...more }));
  return { draft, change, message, fields, isSaving, save };
}

/** Past every approval, at once: with a reason, a signature, and a follow-up that somebody else closes. */
export function EmergencyForm(props: EmergencyFormProps) {
  const { wish, targets, signing } = props;
  const { draft, change, message, fields, isSaving, save } = useEmergency(props);
  const place = findPlace(targets, draft.target);
  const choose = (target: Target) => {
    const chosen = findPlace(targets, target);
    change({ target, deployment: chosen ? firstChoice(chosen) : "" });
  };
  const { deployment: named } = namedDeployment(draft.deployment);
  return (
    <FormDialog
      size="lg"
      title={titleOf(wish)}
      description={`of model ${wish.name}, at once and without the approvals that its policy asks for.`}
      submitLabel="Sign and promote now"
      isSubmitting={isSaving}
      isDisabled={signing.needsSignIn}
      problem={message}
      onSubmit={save}
    >
      <Callout tone="warning" title="Everybody who may approve is told">
        A follow-up stays open until somebody else who may approve has looked into it.
      </Callout>
      <TargetChoice
        targets={targets}
        value={draft.target}
        onChange={choose}
        error={fields.target ?? fields["target.value"]}
      />
      {place ? (
        <DeploymentChoice
          place={place}
          value={draft.deployment}
          onChange={(deployment) => change({ deployment })}
          error={fields.deployment}
        />
      ) : null}
      {place?.target.kind === "stage" ? (
        <Field inline label={`Archive the versions that are in ${place.target.value} now`}>
          <Checkbox
            checked={draft.archivesExisting}
            onCheckedChange={(checked) => change({ archivesExisting: checked === true })}
          />
        </Field>
      ) : null}
      <Field label="Why it cannot wait" required error={fields.reason}>
        <Textarea
          rows={3}
          maxLength={2_000}
          value={draft.reason}
          onChange={(event) => change({ reason: event.target.value })}
        />
      </Field>
      {draft.target ? (
        <SignatureFields
          signing={signing}
          statement={emergencyStatement({
            modelName: wish.name,
            version: wish.version,
            action: "set",
            target: draft.target,
            deployment: named ? { name: named } : null,
          })}
          password={draft.password}
          onPassword={(password) => change({ password })}
          error={fields.password}
        />
      ) : null}
    </FormDialog>
  );
}
