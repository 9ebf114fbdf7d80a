import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { SearchParams } from "nuqs/server";
import { PolicyCard } from "@/components/approvals/policies/policy-card";
import { PolicyVersions } from "@/components/approvals/policies/policy-versions";
import { Link } from "@/components/ui/link";
import { PageLinks } from "@/components/workspaces/page-links";
import { SettingsHeading } from "@/components/workspaces/settings-heading";
import { getActor } from "@/lib/access/page-actor";
import { orNotFound } from "@/lib/access/page-errors";
import { listApprovers } from "@/lib/approvals/queries/approvers";
import { getPolicy, listPolicyVersions } from "@/lib/approvals/queries/policies";
import { policyInput } from "@/lib/approvals/schema/policies";
import { routes } from "@/lib/core/routes";
import { loadPageParams } from "@/lib/workspaces/search-params";

export const metadata: Metadata = { title: "Policy" };

const PAGE_SIZE = 50;

interface Props {
  params: Promise<{ workspace: string; policyId: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function PolicyPage({ params, searchParams }: Props) {
  const { workspace, policyId } = await params;
  const actor = await getActor(workspace);
  const parsed = policyInput.safeParse({ policyId });
  if (!parsed.success) notFound();
  const { after } = await loadPageParams(searchParams);
  const [policy, versions, approvers] = await orNotFound(
    Promise.all([
      getPolicy(actor, parsed.data),
      listPolicyVersions(actor, {
        ...parsed.data,
        limit: PAGE_SIZE,
        pageToken: after ?? undefined,
      }),
      listApprovers(actor),
    ]),
  );
  return (
    <>
      <SettingsHeading title={policy.name}>
        <Link
          href={routes.policies(actor.workspaceSlug)}
          className="text-accent-fg underline underline-offset-3"
        >
          Every policy
        </Link>
      </SettingsHeading>
      <PolicyCard policy={policy} approvers={approvers} />
      <PolicyVersions policy={policy} versions={versions.items} approvers={approvers} />
      <PageLinks next={versions.nextPageToken} />
    </>
  );
}
