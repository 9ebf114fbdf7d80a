"use client";
import { useState } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Combobox } from "@/components/ui/combobox";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { toast } from "@/components/ui/toast";
import { assignIncidentAction } from "@/lib/incidents/actions";
import type { IncidentDto } from "@/lib/incidents/dto/incidents";
import type { MemberDto } from "@/lib/workspaces/dto";

const NOBODY = "nobody";

export interface Assignable {
  incident: IncidentDto;
  /** Who can own it. */
  members: readonly Pick<MemberDto, "userId" | "name" | "email">[];
  /** True when the workspace has more members than these. */
  hasMoreMembers: boolean;
}

interface AssignDialogProps extends Assignable {
  onClose: () => void;
}

/** Says whose an incident is; its reader's, unless somebody else is chosen. */
export function AssignDialog({ incident, members, hasMoreMembers, onClose }: AssignDialogProps) {
  const { slug: workspace, person } = useWorkspace();
  const { number, owner } = incident;
  const [chosen, setChosen] = useState(owner?.id ?? person.id);
  const [problem, setProblem] = useState<string | undefined>();
  const [isSaving, setIsSaving] = useState(false);
  const save = async () => {
    setIsSaving(true);
    const ownerId = chosen === NOBODY ? null : chosen;
    const result = await assignIncidentAction({ workspace, incident: number, ownerId });
    setIsSaving(false);
    if (!result.ok) return setProblem(result.error.message);
    const { owner: now } = result.data;
    toast(now ? `It is ${now.name}’s.` : "It is nobody’s.", { tone: "success" });
    onClose();
  };
  const options = [
    ...members.map(({ userId, name, email }) => ({
      value: userId,
      label: userId === person.id ? `${name} (you)` : name,
      description: email,
    })),
    { value: NOBODY, label: "Nobody" },
  ];
  return (
    <FormDialog
      title="Whose is the incident?"
      description="The owner is told when it gets worse. Anybody who may write here can go on with it all the same."
      submitLabel="Assign"
      isSubmitting={isSaving}
      problem={problem}
      onSubmit={save}
    >
      <Field
        label="Owner"
        required
        description={
          hasMoreMembers
            ? `The first ${members.length} members by e-mail address are listed; others are assigned by REST.`
            : undefined
        }
      >
        <Combobox options={options} value={chosen} onChange={setChosen} noun="member" />
      </Field>
    </FormDialog>
  );
}
