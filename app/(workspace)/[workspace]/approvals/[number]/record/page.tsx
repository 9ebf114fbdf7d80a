import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { RequestRecord } from "@/components/approvals/request-record";
import { getActor } from "@/lib/access/page-actor";
import { orNotFound } from "@/lib/access/page-errors";
import { getRecord } from "@/lib/approvals/queries/record";
import { requestInput } from "@/lib/approvals/schema/requests";

export const metadata: Metadata = { title: "Approval record" };

interface Props {
  params: Promise<{ workspace: string; number: string }>;
}

export default async function ApprovalRecordPage({ params }: Props) {
  const { workspace, number } = await params;
  const actor = await getActor(workspace);
  const parsed = requestInput.safeParse({ number });
  if (!parsed.success) notFound();
  return <RequestRecord record={await orNotFound(getRecord(actor, parsed.data))} />;
}
