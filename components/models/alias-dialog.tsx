"use client";
import { useState } from "react";
import type { PromotionWish } from "@/components/approvals/promotion-wish";
import { ProtectedCallout } from "@/components/approvals/protected-callout";
import { useProtectedPlaces } from "@/components/approvals/use-protected-places";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import { setAliasAction } from "@/lib/models/actions";
import type { ModelAliasDto } from "@/lib/models/dto/models";

interface AliasDialogProps {
  /** The version that gets the alias; null while the dialog is closed. */
  target: { name: string; version: number } | null;
  /** Every alias of the model. */
  aliases: readonly ModelAliasDto[];
  /** Asks for what a policy protects instead. */
  onAsk: (wish: PromotionWish) => void;
  onClose: () => void;
}

export function AliasDialog({ target, ...props }: AliasDialogProps) {
  return (
    <Dialog open={target !== null} onOpenChange={props.onClose}>
      {target ? <AliasForm target={target} {...props} /> : null}
    </Dialog>
  );
}

interface AliasFormProps extends AliasDialogProps {
  target: { name: string; version: number };
}

function AliasForm({ target, aliases, onAsk, onClose }: AliasFormProps) {
  const { slug } = useWorkspace();
  const [alias, setAlias] = useState("");
  const [problem, setProblem] = useState<string | undefined>();
  const [isSaving, setIsSaving] = useState(false);
  const others = aliases.filter(({ version }) => version !== target.version);
  const moved = others.find((item) => item.alias === alias.trim());
  const wanted = { kind: "alias", value: alias.trim() } as const;
  const findPlace = useProtectedPlaces(target.name, target.version);
  const place = wanted.value === "" ? undefined : findPlace(wanted);
  const isThere = place?.isHere === true;
  const ask = () =>
    onAsk({ name: target.name, version: target.version, action: "set", target: wanted });
  const save = async () => {
    if (place && !isThere) return ask();
    setIsSaving(true);
    const result = await setAliasAction({ workspace: slug, ...target, alias });
    setIsSaving(false);
    if (!result.ok) {
      if (result.error.code === "PROTECTED") return ask();
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
      submitLabel={labelOf(place !== undefined && !isThere, moved !== undefined)}
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
      {place && !isThere ? <ProtectedCallout place={place} /> : null}
      {moved && !place ? (
        <Callout tone="warning">
          {`@${moved.alias} points to version ${moved.version} now. It will be taken from it.`}
        </Callout>
      ) : null}
    </FormDialog>
  );
}

function labelOf(isProtected: boolean, isMove: boolean): string {
  if (isProtected) return "Request promotion…";
  return isMove ? "Move alias" : "Set alias";
}
