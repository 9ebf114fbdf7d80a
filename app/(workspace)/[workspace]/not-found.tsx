import { Page, PageBody } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { routes } from "@/lib/core/routes";

export default function NotFound() {
  return (
    <Page>
      <PageHeader title="Not found" />
      <PageBody>
        <EmptyState
          title="There is nothing at this address"
          action={<LinkButton href={routes.root()}>Go to my workspace</LinkButton>}
        >
          It may have been deleted or renamed. Press the search key to look for it by name.
        </EmptyState>
      </PageBody>
    </Page>
  );
}
