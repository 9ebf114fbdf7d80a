import type { ReactNode } from "react";
import { Frame } from "@/components/shell/frame";
import { getActor } from "@/lib/access/page-actor";
import { getWorkspace, listMyWorkspaces } from "@/lib/workspaces/queries/workspaces";

interface Props {
  params: Promise<{ workspace: string }>;
  children: ReactNode;
}

/** As many as fit a menu; the page of all workspaces has the rest. */
const SWITCHER_SIZE = 12;

export default async function WorkspaceLayout({ params, children }: Props) {
  const actor = await getActor((await params).workspace);
  const [{ slug, name }, others] = await Promise.all([
    getWorkspace(actor),
    listMyWorkspaces(actor, { limit: SWITCHER_SIZE }),
  ]);
  const here = { slug, name };
  const isListed = others.items.some((workspace) => workspace.slug === slug);
  return (
    <Frame
      workspace={{
        ...here,
        role: actor.role,
        person: {
          id: actor.userId,
          name: actor.name,
          email: actor.email,
          isOperator: actor.isOperator,
        },
        workspaces: isListed ? others.items : [here, ...others.items],
      }}
    >
      {children}
    </Frame>
  );
}
