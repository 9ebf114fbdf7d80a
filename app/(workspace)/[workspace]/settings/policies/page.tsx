import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { NewPolicyButton, PolicyList } from "@/components/approvals/policies/policy-list";
import { PageLinks } from "@/components/workspaces/page-links";
import { SettingsHeading } from "@/components/workspaces/settings-heading";
import { getActor } from "@/lib/access/page-actor";
import { can } from "@/lib/access/permissions";
import { listApprovers } from "@/lib/approvals/queries/approvers";
import { listPolicies } from "@/lib/approvals/queries/policies";
import { loadPageParams } from "@/lib/workspaces/search-params";

export const metadata: Metadata = { title: "Policies" };

const PAGE_SIZE = 50;

interface Props {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function PoliciesPage({ params, searchParams }: Props) {
  const actor = await getActor((await params).workspace);
  const { after } = await loadPageParams(searchParams);
  const [page, approvers] = await Promise.all([
    listPolicies(actor, { limit: PAGE_SIZE, pageToken: after ?? undefined }),
    listApprovers(actor),
  ]);
  return (
    <>
      <SettingsHeading
        title="Policies"
        action={
          can(actor.role, "policy:write") ? <NewPolicyButton approvers={approvers} /> : undefined
        }
      >
        Who must agree, and what must pass, before a version reaches an alias, a stage or an
        environment.
      </SettingsHeading>
      <PolicyList policies={page.items} approvers={approvers} />
      <PageLinks next={page.nextPageToken} />
    </>
  );
}
