"use client";
import { useQueryStates } from "nuqs";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { tokenParams } from "@/lib/workspaces/search-params";

/** The reader's own tokens, or everybody's that are bound to the workspace. */
export function TokenFilter() {
  const [{ of }, setParams] = useQueryStates(tokenParams, { shallow: false });
  return (
    <ToggleGroup
      label="Whose tokens"
      value={of}
      options={[
        { value: "mine", label: "My tokens" },
        { value: "workspace", label: "Bound to this workspace" },
      ]}
      onChange={(next) => void setParams({ of: next, after: null })}
      className="self-start"
    />
  );
}
