import type { ReactNode } from "react";
import { Page, PageBody } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { TabLinks } from "@/components/ui/tab-links";
import { getActor } from "@/lib/access/page-actor";
import { can } from "@/lib/access/permissions";
import { routes } from "@/lib/core/routes";

interface Props {
  params: Promise<{ workspace: string }>;
  children: ReactNode;
}

export default async function SettingsLayout({ params, children }: Props) {
  const actor = await getActor((await params).workspace);
  const { workspaceSlug: slug, isOperator } = actor;
  const tabs = [
    { href: routes.settings(slug), label: "General" },
    { href: routes.members(slug), label: "Members" },
    { href: routes.tokens(slug), label: "API tokens" },
    { href: routes.policies(slug), label: "Policies" },
    { href: routes.environments(slug), label: "Environments" },
    { href: routes.computeBackends(slug), label: "Compute" },
    { href: routes.alerting(slug), label: "Alerting" },
    ...(can(actor.role, "webhook:read")
      ? [{ href: routes.webhooks(slug), label: "Webhooks" }]
      : []),
    ...(can(actor.role, "audit:read")
      ? [{ href: routes.retention(slug), label: "Retention" }]
      : []),
    { href: routes.account(slug), label: "My account" },
    ...(isOperator ? [{ href: routes.users(slug), label: "All users" }] : []),
  ];
  return (
    <Page>
      <PageHeader title="Settings" tabs={<TabLinks label="Settings" tabs={tabs} />} />
      <PageBody width="form">{children}</PageBody>
    </Page>
  );
}
