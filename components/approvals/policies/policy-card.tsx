"use client";
import { Ellipsis, History, Pencil, ShieldOff } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Badge } from "@/components/ui/badge";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { Dialog } from "@/components/ui/dialog";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { IconButton } from "@/components/ui/icon-button";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import type { ApproverDto, PolicyDto } from "@/lib/approvals/dto/policies";
import { formatPlural } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import { DraftNotice } from "./draft-notice";
import { PolicyEditor } from "./policy-editor";
import { PolicyFacts } from "./policy-facts";
import { RetireForm } from "./retire-form";

interface PolicyCardProps {
  policy: PolicyDto;
  approvers: readonly ApproverDto[];
}

function State({ policy }: { policy: PolicyDto }) {
  if (policy.inForce)
    return <Badge tone="success">{`Version ${policy.inForce.number} in force`}</Badge>;
  return policy.draft?.number === 1 ? <Badge>Draft</Badge> : <Badge>Ended</Badge>;
}

/** A policy: what is in force of it, what is proposed, and what can be done with it. */
export function PolicyCard({ policy, approvers }: PolicyCardProps) {
  const { slug } = useWorkspace();
  const { name, inForce, draft, openRequests, versionCount } = policy;
  return (
    <Card>
      <CardHeader
        title={
          <Link
            href={routes.policy(slug, policy.id)}
            className="hover:text-accent-fg hover:underline"
          >
            {name}
          </Link>
        }
        actions={
          <>
            <State policy={policy} />
            <PolicyMenu policy={policy} approvers={approvers} />
          </>
        }
      />
      <CardBody className="grid gap-3">
        {inForce ? <PolicyFacts document={inForce.document} /> : null}
        {inForce || draft ? null : (
          <p className="text-muted text-sm">It has been ended and protects nothing.</p>
        )}
        {draft ? <DraftNotice policy={policy} draft={draft} approvers={approvers} /> : null}
        <p className="text-muted text-xs tabular-nums">
          {formatPlural(versionCount, "version")}
          {inForce?.publishedAt ? (
            <>
              , published{inForce.publishedBy ? ` by ${inForce.publishedBy}` : ""}{" "}
              <RelativeTime at={inForce.publishedAt} />
            </>
          ) : null}
          . {formatPlural(openRequests, "open request")}.
        </p>
      </CardBody>
    </Card>
  );
}

function PolicyMenu({ policy, approvers }: PolicyCardProps) {
  const { slug } = useWorkspace();
  const router = useRouter();
  const mayWrite = useCan("policy:write");
  const [open, setOpen] = useState<"edit" | "retire" | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <IconButton size="sm" label={`Actions on the policy ${policy.name}`}>
            <Ellipsis aria-hidden="true" />
          </IconButton>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <DropdownMenuItem
            icon={<History aria-hidden="true" />}
            onSelect={() => router.push(routes.policy(slug, policy.id))}
          >
            Versions
          </DropdownMenuItem>
          {mayWrite ? (
            <DropdownMenuItem icon={<Pencil aria-hidden="true" />} onSelect={() => setOpen("edit")}>
              Change…
            </DropdownMenuItem>
          ) : null}
          {mayWrite && policy.inForce ? (
            <DropdownMenuItem
              icon={<ShieldOff aria-hidden="true" />}
              tone="danger"
              onSelect={() => setOpen("retire")}
            >
              End…
            </DropdownMenuItem>
          ) : null}
        </DropdownMenuContent>
      </DropdownMenu>
      <Dialog open={open !== null} onOpenChange={close}>
        {open === "edit" ? (
          <PolicyEditor policy={policy} approvers={approvers} onClose={close} />
        ) : null}
        {open === "retire" ? <RetireForm policy={policy} onClose={close} /> : null}
      </Dialog>
    </>
  );
}
