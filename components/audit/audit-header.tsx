import type { ReactNode } from "react";
import { PageHeader } from "@/components/shell/page-header";
import { TabLinks } from "@/components/ui/tab-links";
import { routes } from "@/lib/core/routes";

interface AuditHeaderProps {
  workspace: string;
  actions?: ReactNode | undefined;
}

export function AuditHeader({ workspace, actions }: AuditHeaderProps) {
  return (
    <PageHeader
      title="Audit"
      actions={actions}
      tabs={
        <TabLinks
          label="Audit"
          tabs={[
            { href: routes.audit(workspace), label: "Events" },
            { href: routes.auditProof(workspace), label: "Proof" },
          ]}
        />
      }
    />
  );
}
