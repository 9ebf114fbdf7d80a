import { redirect } from "next/navigation";
import { getPerson } from "@/lib/access/page-actor";
import { routes } from "@/lib/core/routes";
import { findHomeWorkspace } from "@/lib/workspaces/queries/workspaces";

/** To the workspace of whoever asks, or to the choice of one. */
export default async function RootPage() {
  const slug = await findHomeWorkspace(await getPerson());
  redirect(slug === null ? routes.workspaces() : routes.home(slug));
}
