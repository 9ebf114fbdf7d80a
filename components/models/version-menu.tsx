"use client";
import { AtSign, Milestone, ShieldCheck, ShieldMinus, Siren, Trash2 } from "lucide-react";
import { useState } from "react";
import { PromotionDialog } from "@/components/approvals/promotion-dialog";
import type { PromotionWish } from "@/components/approvals/promotion-wish";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { DropdownMenuItem, DropdownMenuSeparator } from "@/components/ui/dropdown-menu";
import { toast } from "@/components/ui/toast";
import { deleteVersionAction } from "@/lib/models/actions";
import type { ModelAliasDto } from "@/lib/models/dto/models";
import type { Stage } from "@/lib/models/schema";
import { AliasDialog } from "./alias-dialog";
import { StageDialog } from "./stage-dialog";

interface Version {
  version: number;
  stage: Stage;
  aliases: readonly string[];
}

interface VersionDialogsOptions {
  name: string;
  aliases: readonly ModelAliasDto[];
  onDeleted: () => void;
}

/** What is asked for rather than done. */
const WISHES = {
  promotion: { action: "set" },
  removal: { action: "clear" },
  emergency: { action: "set", isEmergency: true },
} as const;

type Open = {
  kind: "alias" | "stage" | "delete" | keyof typeof WISHES;
  version: Version;
} | null;

/** The dialogs of a version's menu, drawn once for a whole table: `open` shows one of them. */
export function useVersionDialogs({ name, aliases, onDeleted }: VersionDialogsOptions) {
  const { slug } = useWorkspace();
  const [open, setOpen] = useState<Open>(null);
  const [wish, setWish] = useState<PromotionWish | null>(null);
  const close = () => setOpen(null);
  const show = (next: Open) => {
    if (!next || next.kind === "alias" || next.kind === "stage" || next.kind === "delete")
      return setOpen(next);
    setWish({ name, version: next.version.version, ...WISHES[next.kind] });
  };
  const ask = (next: PromotionWish) => {
    setOpen(null);
    setWish(next);
  };
  const target = open ? { name, version: open.version.version, stage: open.version.stage } : null;
  const remove = async () => {
    if (!target) return undefined;
    const result = await deleteVersionAction({ workspace: slug, name, version: target.version });
    if (!result.ok) return result.error.message;
    toast(`Deleted version ${target.version}`, { tone: "success" });
    onDeleted();
    return undefined;
  };
  const dialogs = (
    <>
      <AliasDialog
        target={open?.kind === "alias" ? target : null}
        aliases={aliases}
        onAsk={ask}
        onClose={close}
      />
      <StageDialog target={open?.kind === "stage" ? target : null} onAsk={ask} onClose={close} />
      <PromotionDialog wish={wish} onClose={() => setWish(null)} />
      <ConfirmDialog
        open={open?.kind === "delete"}
        onOpenChange={close}
        title={`Delete version ${target?.version} of “${name}”?`}
        description={deletionText(open?.version.aliases ?? [])}
        confirmLabel="Delete version"
        tone="danger"
        onConfirm={remove}
      />
    </>
  );
  return { open: show, dialogs };
}

function deletionText(aliases: readonly string[]): string {
  const lost =
    aliases.length > 0
      ? ` Its ${aliases.length === 1 ? "alias" : "aliases"} ${aliases.map((alias) => `@${alias}`).join(", ")} will point nowhere, and loading by ${aliases.length === 1 ? "it" : "them"} will fail.`
      : "";
  return `This cannot be undone, and its number is never used again. Its files stay where they are.${lost}`;
}

interface VersionMenuItemsProps {
  version: Version;
  onOpen: (open: Open) => void;
}

export function VersionMenuItems({ version, onOpen }: VersionMenuItemsProps) {
  const mayBypass = useCan("approval:bypass");
  return (
    <>
      <DropdownMenuItem
        icon={<ShieldCheck aria-hidden="true" />}
        onSelect={() => onOpen({ kind: "promotion", version })}
      >
        Request promotion…
      </DropdownMenuItem>
      <DropdownMenuItem
        icon={<ShieldMinus aria-hidden="true" />}
        onSelect={() => onOpen({ kind: "removal", version })}
      >
        Request to take away…
      </DropdownMenuItem>
      {mayBypass ? (
        <DropdownMenuItem
          icon={<Siren aria-hidden="true" />}
          tone="danger"
          onSelect={() => onOpen({ kind: "emergency", version })}
        >
          Promote in an emergency…
        </DropdownMenuItem>
      ) : null}
      <DropdownMenuSeparator />
      <DropdownMenuItem
        icon={<AtSign aria-hidden="true" />}
        onSelect={() => onOpen({ kind: "alias", version })}
      >
        Set alias…
      </DropdownMenuItem>
      <DropdownMenuItem
        icon={<Milestone aria-hidden="true" />}
        onSelect={() => onOpen({ kind: "stage", version })}
      >
        Move to stage…
      </DropdownMenuItem>
      <DropdownMenuSeparator />
      <DropdownMenuItem
        icon={<Trash2 aria-hidden="true" />}
        tone="danger"
        onSelect={() => onOpen({ kind: "delete", version })}
      >
        Delete version…
      </DropdownMenuItem>
    </>
  );
}
