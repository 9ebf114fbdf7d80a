"use client";
import { KeyRound } from "lucide-react";
import { useState } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { toast } from "@/components/ui/toast";
import { revokeTokenAction } from "@/lib/workspaces/actions";
import type { TokenDto } from "@/lib/workspaces/dto";
import { describeScopes } from "./token-scopes";

interface TokensCardProps {
  tokens: readonly TokenDto[];
  of: "mine" | "workspace";
}

export function TokensCard({ tokens, of }: TokensCardProps) {
  return (
    <Card>
      {tokens.length === 0 ? (
        <EmptyState icon={<KeyRound />} title="No tokens yet">
          {of === "mine"
            ? "Programs sign in with a token. Make one, then set it in your training script as MLFLOW_TRACKING_TOKEN."
            : "Nobody has made a token that is bound to this workspace."}
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line">
          {tokens.map((token) => (
            <TokenRow key={token.id} token={token} showsOwner={of === "workspace"} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function TokenRow({ token, showsOwner }: { token: TokenDto; showsOwner: boolean }) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <div className="grid min-w-0 grow basis-64 gap-0.5">
        <span className="flex min-w-0 items-center gap-2 text-sm">
          <span className="truncate font-medium">{token.name}</span>
          <code className="font-mono text-subtle text-xs">{token.prefix}…</code>
          {token.state === "expired" ? <Badge tone="warning">Expired</Badge> : null}
        </span>
        <span className="text-muted text-xs">
          {showsOwner ? `${token.ownerEmail}, ` : null}
          {describeScopes(token.scopes)},{" "}
          {token.workspaceSlug === null ? "all workspaces" : `in ${token.workspaceSlug}`}
        </span>
      </div>
      <dl className="flex gap-5 text-xs">
        <Fact term="Last used">
          {token.lastUsedAt ? <RelativeTime at={token.lastUsedAt} /> : "never"}
        </Fact>
        <Fact term={token.state === "expired" ? "Expired" : "Expires"}>
          {token.expiresAt ? <RelativeTime at={token.expiresAt} /> : "never"}
        </Fact>
      </dl>
      <RevokeToken token={token} />
    </li>
  );
}

function Fact({ term, children }: { term: string; children: React.ReactNode }) {
  return (
    <div className="grid min-w-20">
      <dt className="text-muted">{term}</dt>
      <dd className="tabular-nums">{children}</dd>
    </div>
  );
}

function RevokeToken({ token }: { token: TokenDto }) {
  const { slug } = useWorkspace();
  const [isOpen, setIsOpen] = useState(false);
  const revoke = async () => {
    const result = await revokeTokenAction({ workspace: slug, tokenId: token.id });
    if (!result.ok) return result.error.message;
    toast(`Token “${token.name}” was revoked`);
    return undefined;
  };
  return (
    <>
      <Button size="sm" onClick={() => setIsOpen(true)} aria-label={`Revoke ${token.name}`}>
        Revoke
      </Button>
      <ConfirmDialog
        open={isOpen}
        onOpenChange={setIsOpen}
        title={`Revoke token “${token.name}”?`}
        description="Every program that uses it is refused within seconds. This cannot be undone."
        confirmLabel="Revoke"
        tone="danger"
        onConfirm={revoke}
      />
    </>
  );
}
