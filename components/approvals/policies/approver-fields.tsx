"use client";
import { Plus, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { APPROVER_ROLES } from "@/lib/approvals/schema/policies";
import { NumberField } from "../number-field";
import type { EditorProps } from "./editor-props";
import { PeopleChoice } from "./people-choice";
import { type GroupDraft, newId } from "./policy-draft";

/** How many of whom must approve. */
export function ApproverFields({ draft, change, fields, approvers }: EditorProps) {
  const { roles, groups } = draft;
  const set = (id: string, more: Partial<GroupDraft>) =>
    change({ groups: groups.map((one) => (one.id === id ? { ...one, ...more } : one)) });
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-2 font-semibold text-sm">Approvers</legend>
      <NumberField
        label="How many different people must approve"
        required
        min={1}
        max={10}
        value={draft.quorum}
        onChange={(quorum) => change({ quorum })}
        error={fields.quorum}
        description="Whoever trained, registered or asked never counts."
        inputClassName="w-28"
      />
      <fieldset className="flex flex-wrap gap-x-5 gap-y-2">
        <legend className="mb-1.5 font-medium text-sm">Everybody with the role</legend>
        {APPROVER_ROLES.map((role) => (
          <Field key={role} inline label={role}>
            <Checkbox
              checked={roles.includes(role)}
              onCheckedChange={(checked) =>
                change({
                  roles: APPROVER_ROLES.filter((one) =>
                    one === role ? checked === true : roles.includes(one),
                  ),
                })
              }
            />
          </Field>
        ))}
      </fieldset>
      {fields.roles || fields.groups ? (
        <p role="alert" className="text-danger-fg text-xs">
          {fields.roles ?? fields.groups}
        </p>
      ) : null}
      {groups.map((group, index) => (
        <div key={group.id} className="grid items-start gap-3 rounded-md border p-3 sm:grid-cols-2">
          <Field
            label={`Name of group ${index + 1}`}
            required
            error={fields[`groups.${index}.name`]}
          >
            <Input
              value={group.name}
              placeholder="Risk"
              onChange={(event) => set(group.id, { name: event.target.value })}
            />
          </Field>
          <NumberField
            label="How many of them must approve"
            required
            min={1}
            max={10}
            value={group.needed}
            onChange={(needed) => set(group.id, { needed })}
            error={fields[`groups.${index}.needed`]}
          />
          <Field
            label="Members"
            required
            error={fields[`groups.${index}.members`]}
            className="sm:col-span-2"
          >
            <PeopleChoice
              approvers={approvers}
              value={group.members}
              onChange={(members) => set(group.id, { members })}
            />
          </Field>
          <Button
            size="sm"
            variant="ghost"
            className="justify-self-start"
            onClick={() => change({ groups: groups.filter(({ id }) => id !== group.id) })}
          >
            <X aria-hidden="true" />
            Remove group {index + 1}
          </Button>
        </div>
      ))}
      <Button
        size="sm"
        className="justify-self-start"
        onClick={() =>
          change({ groups: [...groups, { id: newId(), name: "", members: [], needed: "1" }] })
        }
      >
        <Plus aria-hidden="true" />
        Add a group
      </Button>
    </fieldset>
  );
}
