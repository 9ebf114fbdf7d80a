"use client";
import { Rocket, ShieldCheck } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { PromotionDialog } from "@/components/approvals/promotion-dialog";
import type { PromotionWish } from "@/components/approvals/promotion-wish";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Dialog, DialogTrigger } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { routes } from "@/lib/core/routes";
import { createDeploymentAction } from "@/lib/deployments/actions";
import { createDeploymentInput } from "@/lib/deployments/schema/deployments";
import { BackendFields } from "./backend-fields";
import { useServedForm } from "./use-served-form";
import { type ChosenVersion, VersionFields } from "./version-fields";

export interface EnvironmentChoice {
  name: string;
  policies: readonly string[];
}

interface DeployFormProps {
  environments: readonly EnvironmentChoice[];
  initial: ChosenVersion;
  onAsk: (wish: PromotionWish) => void;
}

function useDeployForm({ environments, initial }: DeployFormProps) {
  const { slug: workspace } = useWorkspace();
  const router = useRouter();
  const form = useServedForm(initial);
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [environment, setEnvironment] = useState(environments[0]?.name ?? "");
  const deploy = async () => {
    const made = await form.send(
      createDeploymentInput,
      { name, environment, description },
      (input) => createDeploymentAction({ workspace, ...input }),
    );
    if (made) router.push(routes.deployment(workspace, made.name));
  };
  return {
    ...form,
    deploy,
    name: { value: name, set: setName },
    description: { value: description, set: setDescription },
    environment: { value: environment, set: setEnvironment },
  };
}

interface AskProps {
  environment: string;
  chosen: ChosenVersion;
  onAsk: DeployFormProps["onAsk"];
}

/** The way to the approval that a deployment was refused for. Nothing for who may not ask for one. */
function AskForApproval({ environment, chosen, onAsk }: AskProps) {
  if (!useCan("approval:request")) return null;
  const ask = () =>
    onAsk({
      name: chosen.model,
      version: Number(chosen.version),
      action: "set",
      target: { kind: "environment", value: environment },
    });
  return (
    <Button onClick={ask} className="justify-self-start">
      <ShieldCheck aria-hidden="true" />
      Request promotion…
    </Button>
  );
}

function DeployForm(props: DeployFormProps) {
  const form = useDeployForm(props);
  const { problems, name, environment, description } = form;
  const chosen = props.environments.find((one) => one.name === environment.value);
  return (
    <FormDialog
      title="New deployment"
      description="Its address answers predictions of one version, and later of others behind the same address."
      size="lg"
      submitLabel="Deploy"
      isSubmitting={form.isSending}
      problem={form.problem}
      onSubmit={form.deploy}
    >
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Field label="Name" required description="Stands in its address." error={problems.name}>
          <Input
            value={name.value}
            placeholder="churn-api"
            spellCheck={false}
            onChange={(event) => name.set(event.target.value)}
          />
        </Field>
        <Field
          label="Environment"
          required
          error={problems.environment}
          description={
            chosen && chosen.policies.length > 0
              ? "Protected: it serves versions that were approved for it only."
              : undefined
          }
        >
          <Select
            options={props.environments.map((one) => ({ value: one.name, label: one.name }))}
            value={environment.value}
            onChange={environment.set}
          />
        </Field>
      </div>
      <VersionFields chosen={form.chosen} problems={problems} onChange={form.setChosen} />
      <BackendFields {...form.backend} />
      <Field label="What it is for" error={problems.description}>
        <Textarea
          rows={2}
          value={description.value}
          onChange={(event) => description.set(event.target.value)}
        />
      </Field>
      {form.isProtected ? (
        <AskForApproval environment={environment.value} chosen={form.chosen} onAsk={props.onAsk} />
      ) : null}
    </FormDialog>
  );
}

interface DeployButtonProps {
  environments: readonly EnvironmentChoice[];
  /** What is deployed, where the place says so. */
  version?: ChosenVersion | undefined;
  variant?: "primary" | "secondary";
}

/** Deploys a version and goes to its deployment. Nothing for who may not. */
export function DeployButton({ environments, version, variant = "primary" }: DeployButtonProps) {
  const [isOpen, setIsOpen] = useState(false);
  const [wish, setWish] = useState<PromotionWish | null>(null);
  if (!useCan("deployment:write")) return null;
  const ask = (next: PromotionWish) => {
    setIsOpen(false);
    setWish(next);
  };
  return (
    <>
      <Dialog open={isOpen} onOpenChange={setIsOpen}>
        <DialogTrigger asChild>
          <Button variant={variant}>
            <Rocket aria-hidden="true" />
            {version ? "Deploy" : "New deployment"}
          </Button>
        </DialogTrigger>
        <DeployForm
          environments={environments}
          initial={version ?? { model: "", version: "" }}
          onAsk={ask}
        />
      </Dialog>
      <PromotionDialog wish={wish} onClose={() => setWish(null)} />
    </>
  );
}
