"use client";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { ProtectedTargetDto } from "@/lib/approvals/dto/shapes";

/** In place of a name: none is like it. */
const ALL = "*";

/** What is chosen before anybody has: all of the place, unless that was agreed on already. */
export const firstChoice = ({ mayAskForAll }: ProtectedTargetDto) => (mayAskForAll ? ALL : "");

/** What a request says of it: nothing for all. */
export const namedDeployment = (chosen: string): { deployment?: string } =>
  chosen === ALL || chosen === "" ? {} : { deployment: chosen };

interface DeploymentChoiceProps {
  place: ProtectedTargetDto;
  value: string;
  onChange: (deployment: string) => void;
  error?: string | undefined;
}

/** Which deployments of an environment a request is about. Nothing where there is none to choose. */
export function DeploymentChoice({ place, value, onChange, error }: DeploymentChoiceProps) {
  const { target, deployments, mayAskForAll } = place;
  if (deployments.length === 0) return null;
  const all = { value: ALL, label: `Every deployment in ${target.value}` };
  const named = deployments.map((name) => ({ value: name, label: name }));
  return (
    <Field
      label="Deployment"
      required={!mayAskForAll}
      description="The plan is then agreed on for this one only."
      error={error}
    >
      <Select
        value={value}
        onChange={onChange}
        placeholder="Choose a deployment"
        options={mayAskForAll ? [all, ...named] : named}
      />
    </Field>
  );
}
