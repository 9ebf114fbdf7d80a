"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Combobox } from "@/components/ui/combobox";
import { Field } from "@/components/ui/field";
import { useDebounced } from "@/components/ui/use-debounced";
import type { ReferenceDto } from "@/lib/monitors/dto/screens";
import { referencesOptions } from "@/lib/monitors/query-options";
import { referenceKey } from "./watch-form";

interface ReferenceFieldProps {
  /** The one that is taken now. */
  reference: ReferenceDto | null;
  onChange: (reference: ReferenceDto) => void;
}

/** Chooses the version of a dataset that windows are laid beside. */
export function ReferenceField({ reference, onChange }: ReferenceFieldProps) {
  const { slug } = useWorkspace();
  const [text, setText] = useState("");
  const found = useQuery(referencesOptions(slug, useDebounced(text, 200)));
  const choices = found.data ?? [];
  const known = reference
    ? [reference, ...choices.filter((one) => referenceKey(one) !== referenceKey(reference))]
    : choices;
  return (
    <Field
      label="Reference"
      description="What came is laid beside this version of a dataset; its file has to have been read here."
      required
    >
      <Combobox
        noun="dataset version"
        options={known.map((one) => ({
          value: referenceKey(one),
          label: `${one.dataset}, version ${one.version}`,
        }))}
        value={reference && referenceKey(reference)}
        onSearch={setText}
        loading={found.isFetching}
        onChange={(value) => {
          const chosen = known.find((one) => referenceKey(one) === value);
          if (chosen) onChange(chosen);
        }}
      />
    </Field>
  );
}
