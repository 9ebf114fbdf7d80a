"use client";
import { Field } from "@/components/ui/field";
import { RadioGroup, RadioItem } from "@/components/ui/radio-group";
import { MomentField } from "./moment-field";

interface ScheduleFieldsProps {
  isScheduled: boolean;
  scheduledFor: string;
  onChange: (more: { isScheduled?: boolean; scheduledFor?: string }) => void;
  error?: string | undefined;
}

/** When an approval takes effect: at once, or at a time that is signed with the rest. */
export function ScheduleFields(props: ScheduleFieldsProps) {
  const { isScheduled, scheduledFor, onChange, error } = props;
  return (
    <>
      <Field label="Applied" required>
        <RadioGroup
          value={isScheduled ? "time" : "approved"}
          onValueChange={(value) => onChange({ isScheduled: value === "time" })}
        >
          <RadioItem
            value="approved"
            label="As soon as it is approved"
            description="By the signature that makes it enough."
          />
          <RadioItem
            value="time"
            label="At a chosen time"
            description="Approved before, applied then, if everything still holds."
          />
        </RadioGroup>
      </Field>
      {isScheduled ? (
        <MomentField
          label="Time"
          required
          value={scheduledFor}
          onChange={(value) => onChange({ scheduledFor: value })}
          error={error}
        />
      ) : null}
    </>
  );
}
