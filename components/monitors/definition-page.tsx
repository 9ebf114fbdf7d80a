"use client";
import { Page, PageBody } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { useWorkspace } from "@/components/shell/workspace-context";
import { routes } from "@/lib/core/routes";
import type { DefinitionPageDto } from "@/lib/monitors/dto/definitions";
import { DefinitionEditor } from "./definition-editor";
import { DefinitionHistory } from "./definition-history";

/** By what a monitor judges: the editor for whoever may change it, and every definition before. */
export function DefinitionPage({ page }: { page: DefinitionPageDto }) {
  const { slug } = useWorkspace();
  const { monitor, name, editor, history } = page;
  const version = history[0]?.version;
  return (
    <Page>
      <PageHeader
        crumbs={[
          { label: "Monitors", href: routes.monitors(slug) },
          { label: name, href: routes.monitor(slug, monitor) },
        ]}
        title="Definition"
        meta={
          version === undefined ? undefined : (
            <span className="text-muted">{`Version ${version}`}</span>
          )
        }
      />
      <PageBody>
        {editor ? <DefinitionEditor key={editor.current.version} editor={editor} /> : null}
        <DefinitionHistory page={page} />
      </PageBody>
    </Page>
  );
}
