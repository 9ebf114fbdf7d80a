"use client";
import { useState } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import { setAliasAction } from "@/lib/models/actions";
import type { ModelAliasDto } from "@/lib/models/dto";

interface AliasDialogProps {
  /** The version that gets the alias; null while the dialog is closed. */
  target: { name: string; version: number } | null;
  /** Every alias of the model. */
  aliases: readonly ModelAliasDto[];
  onClose: () => void;
}

export function AliasDialog({ target, aliases, onClose }: AliasDialogProps) {
  return (
    <Dialog open={target !== null} onOpenChange={onClose}>
      {target ? <AliasForm target={target} aliases={aliases} onClose={onClose} /> : null}
    </Dialog>
  );
}

interface AliasFormProps extends AliasDialogProps {
  target: { name: string; version: number };
}

function AliasForm({ target, aliases, onClose }: AliasFormProps) {
  const { slug } = useWorkspace();
  const [alias, setAlias] = useState("");
  const [problem, setProblem] = useState<string | undefined>();
  const [isSaving, setIsSaving] = useState(false);
  const others = aliases.filter(({ version }) => version !== target.version);
  const moved = others.find((item) => item.alias === alias.trim());
  const save = async () => {
    setIsSaving(true);
    const result = await setAliasAction({ workspace: slug, ...target, alias });
    setIsSaving(false);
    if (!result.ok) {
      setProblem(result.error.fields?.alias ?? result.error.message);
      return;
    }
    toast(`@${alias.trim()} is version ${target.version} now`, { tone: "success" });
    onClose();
  };
  return (
    <FormDialog
      size="sm"
      title={`Set an alias to version ${target.version}`}
      description="Whoever loads the model by the alias gets this version from now on."
      submitLabel={moved ? "Move alias" : "Set alias"}
      isSubmitting={isSaving}
      onSubmit={save}
    >
      <Field label="Alias" required error={problem}>
        <Input
          value={alias}
          onChange={(event) => setAlias(event.target.value)}
          placeholder="champion"
          spellCheck={false}
          autoCapitalize="none"
        />
      </Field>
      {others.length > 0 ? (
        <div className="flex flex-wrap items-center gap-1.5">
          <span className="text-muted text-xs">Aliases of other versions:</span>
          {others.map((item) => (
            <Button key={item.alias} size="sm" onClick={() => setAlias(item.alias)}>
              {item.alias}
            </Button>
          ))}
        </div>
      ) : null}
      {moved ? (
        <Callout tone="warning">
          {`@${moved.alias} points to version ${moved.version} now. It will be taken from it.`}
        </Callout>
      ) : null}
    </FormDialog>
  );
}
