import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { RequestPage } from "@/components/approvals/request-page";
import { getActor } from "@/lib/access/page-actor";
import { orNotFound } from "@/lib/access/page-errors";
import { getRequest, listRequestEvents } from "@/lib/approvals/queries/requests";
import { requestInput } from "@/lib/approvals/schema/requests";

export const metadata: Metadata = { title: "Approval request" };

/** Events that the page shows; a request has a few, and all of them are at the REST API. */
const EVENTS = 200;

interface Props {
  params: Promise<{ workspace: string; number: string }>;
}

export default async function ApprovalPage({ params }: Props) {
  const { workspace, number } = await params;
  const actor = await getActor(workspace);
  const parsed = requestInput.safeParse({ number });
  if (!parsed.success) notFound();
  const [request, events] = await orNotFound(
    Promise.all([
      getRequest(actor, parsed.data),
      listRequestEvents(actor, { ...parsed.data, limit: EVENTS }),
    ]),
  );
  return <RequestPage request={request} events={events.items} />;
}
