import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { DefinitionPage } from "@/components/monitors/definition-page";
import { getActor } from "@/lib/access/page-actor";
import { orNotFound } from "@/lib/access/page-errors";
import { readDefinitionPage } from "@/lib/monitors/queries/definitions";
import { monitorInput } from "@/lib/monitors/schema/monitors";

export const metadata: Metadata = { title: "Definition" };

interface Props {
  params: Promise<{ workspace: string; monitorId: string }>;
}

export default async function DefinitionRoute({ params }: Props) {
  const { workspace, monitorId } = await params;
  const parsed = monitorInput.safeParse({ monitor: monitorId });
  if (!parsed.success) notFound();
  const page = await orNotFound(readDefinitionPage(await getActor(workspace), parsed.data));
  return <DefinitionPage page={page} />;
}
