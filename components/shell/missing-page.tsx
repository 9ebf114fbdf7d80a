"use client";
import { Compass } from "lucide-react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Hotkey } from "@/components/ui/kbd";
import { LinkButton } from "@/components/ui/link-button";
import { routes } from "@/lib/core/routes";
import { useFrame } from "./frame-context";
import { Page, PageBody } from "./page";
import { PageHeader } from "./page-header";
import { useWorkspace } from "./workspace-context";

/** In the place of a page that is not there, with the ways on from it. */
export function MissingPage() {
  const { slug, name } = useWorkspace();
  const frame = useFrame();
  return (
    <Page>
      <PageHeader title="Not found" />
      <PageBody>
        <EmptyState
          icon={<Compass />}
          title="There is nothing at this address"
          action={
            <div className="flex flex-wrap justify-center gap-2">
              <Button variant="primary" onClick={() => frame?.setOpen("palette")}>
                Search by name
                <Hotkey keys="mod+k" />
              </Button>
              <LinkButton href={routes.experiments(slug)}>Experiments</LinkButton>
              <LinkButton href={routes.models(slug)}>Models</LinkButton>
            </div>
          }
        >
          It may have been renamed or deleted for good, or it belongs to another workspace than{" "}
          {name}.
        </EmptyState>
      </PageBody>
    </Page>
  );
}
