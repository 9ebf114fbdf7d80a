import type { ReactNode } from "react";
import { Frame } from "@/components/shell/frame";
import { getActor } from "@/lib/access/page-actor";

interface Props {
  params: Promise<{ workspace: string }>;
  children: ReactNode;
}

export default async function WorkspaceLayout({ params, children }: Props) {
  const actor = await getActor((await params).workspace);
  const here = { slug: actor.workspaceSlug, name: actor.workspaceSlug };
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
        workspaces: [here],
      }}
    >
      {children}
    </Frame>
  );
}
