import { redirect } from "next/navigation";
import { routes } from "@/lib/core/routes";

interface Props {
  params: Promise<{ workspace: string }>;
}

export default async function WorkspacePage({ params }: Props) {
  redirect(routes.experiments((await params).workspace));
}
