"use client";
import { createContext, useContext, useMemo } from "react";

interface FieldState {
  id: string;
  describedBy: string | undefined;
  isInvalid: boolean;
  isRequired: boolean;
}

export const FieldContext = createContext<FieldState | null>(null);

interface ControlProps {
  id?: string | undefined;
  "aria-describedby"?: string | undefined;
  "aria-invalid"?: boolean | "true" | "false" | "grammar" | "spelling" | undefined;
  "aria-required"?: boolean | "true" | "false" | undefined;
}

/** What ties a control to the label, the description and the error of the Field around it. Its own props win. */
export function useFieldControl(own: ControlProps) {
  const field = useContext(FieldContext);
  const id = own.id ?? field?.id;
  const describedBy = own["aria-describedby"] ?? field?.describedBy;
  return {
    ...(id ? { id } : {}),
    ...(describedBy ? { "aria-describedby": describedBy } : {}),
    ...((own["aria-invalid"] ?? field?.isInvalid) ? { "aria-invalid": true } : {}),
    ...((own["aria-required"] ?? field?.isRequired) ? { "aria-required": true } : {}),
  };
}

/** The same as attributes, for an editor: a label names it by its own id, because it is no control of HTML's. */
export function useEditorField(): Readonly<Record<string, string | undefined>> {
  const field = useContext(FieldContext);
  return useMemo(
    () => ({
      "aria-labelledby": field ? `${field.id}-label` : undefined,
      "aria-describedby": field?.describedBy,
      "aria-invalid": field?.isInvalid ? "true" : undefined,
      "aria-required": field?.isRequired ? "true" : undefined,
    }),
    [field],
  );
}
