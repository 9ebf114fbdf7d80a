"use client";
import { X } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { PromotionDialog } from "@/components/approvals/promotion-dialog";
import type { PromotionWish } from "@/components/approvals/promotion-wish";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { IconButton } from "@/components/ui/icon-button";
import { toast } from "@/components/ui/toast";
import { routes } from "@/lib/core/routes";
import { deleteAliasAction, setAliasAction } from "@/lib/models/actions";
import type { ModelAliasDto } from "@/lib/models/dto";
import { AliasBadge } from "./version-badges";

interface AliasesCardProps {
  name: string;
  aliases: readonly ModelAliasDto[];
}

/** Names that clients load by, each for one version. */
export function AliasesCard({ name, aliases }: AliasesCardProps) {
  const { slug } = useWorkspace();
  const mayWrite = useCan("model:write");
  const [wish, setWish] = useState<PromotionWish | null>(null);
  const remove = async ({ alias, version }: ModelAliasDto) => {
    const result = await deleteAliasAction({ workspace: slug, name, alias });
    if (!result.ok) {
      if (result.error.code === "PROTECTED")
        return setWish({ name, version, action: "clear", target: { kind: "alias", value: alias } });
      toast(result.error.message, { tone: "danger" });
      return;
    }
    toast(`Removed alias @${alias}`, {
      undo: async () => {
        await setAliasAction({ workspace: slug, name, alias, version });
      },
    });
  };
  return (
    <Card>
      <CardHeader title="Aliases" />
      {aliases.length === 0 ? (
        <CardBody className="py-3 text-muted text-sm">
          None. An alias such as “champion” names the version to load, and moves without a change of
          code.
        </CardBody>
      ) : (
        <ul className="py-1">
          {aliases.map((item) => (
            <li key={item.alias} className="flex items-center gap-2 py-1 pr-2 pl-4 text-sm">
              <AliasBadge alias={item.alias} />
              <Link
                href={routes.modelVersion(slug, name, item.version)}
                className="grow text-fg hover:text-accent-fg hover:underline"
              >
                {`Version ${item.version}`}
              </Link>
              {mayWrite ? (
                <IconButton
                  size="sm"
                  label={`Remove alias ${item.alias}`}
                  onClick={() => void remove(item)}
                >
                  <X aria-hidden="true" className="size-3.5" />
                </IconButton>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      <PromotionDialog wish={wish} onClose={() => setWish(null)} />
    </Card>
  );
}
