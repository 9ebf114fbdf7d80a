"use client";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Callout } from "@/components/ui/callout";
import { Field } from "@/components/ui/field";
import { Link } from "@/components/ui/link";
import { RadioGroup, RadioItem } from "@/components/ui/radio-group";
import type { ProtectedTargetDto } from "@/lib/approvals/dto/shapes";
import { describeTarget, isSameTarget } from "@/lib/approvals/rules/targets";
import type { Target } from "@/lib/approvals/schema/policies";
import { routes } from "@/lib/core/routes";

export const keyOf = ({ kind, value }: Target) => `${kind}:${value.toLowerCase()}`;

const KINDS = { alias: "Alias", stage: "Stage", environment: "Environment" } as const;

/** What a place holds and asks for, in a sentence or two. */
function sentence({ policyName, approvers, gates, occupant }: ProtectedTargetDto): string {
  const there =
    occupant === null ? "No version is there now." : `Version ${occupant} is there now.`;
  return `${there} Policy “${policyName}”: ${approvers} ${gates}`;
}

interface TargetChoiceProps {
  targets: readonly ProtectedTargetDto[];
  value: Target | null;
  onChange: (target: Target) => void;
  error?: string | undefined;
}

/** One of the protected places that are in question, each with what it asks for. */
export function TargetChoice({ targets, value, onChange, error }: TargetChoiceProps) {
  const choose = (key: string) => {
    const found = targets.find(({ target }) => keyOf(target) === key);
    if (found) onChange(found.target);
  };
  return (
    <Field label="Target" required error={error}>
      <RadioGroup value={value ? keyOf(value) : ""} onValueChange={choose} className="gap-3">
        {targets.map((place) => (
          <RadioItem
            key={keyOf(place.target)}
            value={keyOf(place.target)}
            label={`${KINDS[place.target.kind]} ${place.target.kind === "alias" ? `@${place.target.value}` : place.target.value}`}
            description={sentence(place)}
          />
        ))}
      </RadioGroup>
    </Field>
  );
}

export const findPlace = (targets: readonly ProtectedTargetDto[], target: Target | null) =>
  targets.find((place) => target !== null && isSameTarget(place.target, target));

/** What the change would replace, and whether somebody has asked already. */
export function TargetNotice({
  place,
  version,
  action,
}: {
  place: ProtectedTargetDto;
  version: number;
  action: "set" | "clear";
}) {
  const { slug } = useWorkspace();
  if (place.waiting !== null)
    return (
      <Callout tone="warning" title="Somebody has asked for this version already">
        <Link href={routes.approval(slug, place.waiting)} className="underline underline-offset-3">
          Approval request {place.waiting}
        </Link>{" "}
        waits. Asking again for the same leads there.
      </Callout>
    );
  if (action === "clear")
    return (
      <Callout tone="warning">
        {`Once approved, version ${version} leaves the ${describeTarget(place.target)}. Whoever loads it from there finds nothing.`}
      </Callout>
    );
  if (place.isHere)
    return (
      <Callout>
        {`Version ${version} is there, as agreed on for ${place.agreedFor === null ? "every deployment" : `deployment “${place.agreedFor}” only`}. Asked for again, it comes into service elsewhere by a plan of its own.`}
      </Callout>
    );
  if (place.occupant === null || place.occupant === version) return null;
  return (
    <Callout>
      {`Once approved, version ${version} takes the place of version ${place.occupant}, which stays as it is for a way back.`}
    </Callout>
  );
}
