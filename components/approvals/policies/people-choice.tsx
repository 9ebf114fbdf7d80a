"use client";
import { Combobox } from "@/components/ui/combobox";
import type { ApproverDto } from "@/lib/approvals/dto/policies";

interface PeopleChoiceProps {
  approvers: readonly ApproverDto[];
  value: readonly string[];
  onChange: (userIds: string[]) => void;
}

/** Some of those who may sign. */
export function PeopleChoice({ approvers, value, onChange }: PeopleChoiceProps) {
  const gone = value.filter((id) => approvers.every(({ userId }) => userId !== id));
  const toggle = (userId: string) =>
    onChange(value.includes(userId) ? value.filter((one) => one !== userId) : [...value, userId]);
  return (
    <Combobox
      noun="people"
      options={[
        ...approvers.map(({ userId, name, email, role }) => ({
          value: userId,
          label: name,
          description: `${email}, ${role}`,
        })),
        ...gone.map((id) => ({
          value: id,
          label: "Somebody who may not sign any more",
          description: "Choose to remove",
        })),
      ]}
      value={value}
      onChange={toggle}
    />
  );
}
