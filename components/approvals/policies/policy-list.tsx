"use client";
import { Plus, ShieldCheck } from "lucide-react";
import { useState } from "react";
import { RefreshOnChange } from "@/components/shell/refresh-on-change";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Dialog, DialogTrigger } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import type { ApproverDto, PolicyDto } from "@/lib/approvals/dto/policies";
import { PolicyCard } from "./policy-card";
import { PolicyEditor } from "./policy-editor";

interface PolicyListProps {
  policies: readonly PolicyDto[];
  approvers: readonly ApproverDto[];
}

/** Every policy of the workspace, each with what is in force of it. */
export function PolicyList({ policies, approvers }: PolicyListProps) {
  return (
    <section aria-label="Policies" className="grid gap-4">
      <RefreshOnChange topics={["approvals"]} />
      {policies.length === 0 ? (
        <Card>
          <EmptyState icon={<ShieldCheck />} title="Nothing is protected">
            Without a policy anybody who may write moves every alias and stage.
          </EmptyState>
        </Card>
      ) : (
        policies.map((policy) => (
          <PolicyCard key={policy.id} policy={policy} approvers={approvers} />
        ))
      )}
    </section>
  );
}

export function NewPolicyButton({ approvers }: Pick<PolicyListProps, "approvers">) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger asChild>
        <Button variant="primary">
          <Plus aria-hidden="true" />
          New policy
        </Button>
      </DialogTrigger>
      {isOpen ? (
        <PolicyEditor policy={null} approvers={approvers} onClose={() => setIsOpen(false)} />
      ) : null}
    </Dialog>
  );
}
