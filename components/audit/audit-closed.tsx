import { Lock } from "lucide-react";
import { Page, PageBody } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { EmptyState } from "@/components/ui/empty-state";

/** For members who may not read the trail. */
export function AuditClosed() {
  return (
    <Page>
      <PageHeader title="Audit" />
      <PageBody>
        <EmptyState icon={<Lock />} title="The audit trail is for approvers and admins">
          It says who did what in this workspace. Ask an admin, whom you find under Members.
        </EmptyState>
      </PageBody>
    </Page>
  );
}
