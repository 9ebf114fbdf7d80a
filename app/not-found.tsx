import { StatusPage } from "@/components/shell/status-page";
import { LinkButton } from "@/components/ui/link-button";
import { routes } from "@/lib/core/routes";

export default function NotFound() {
  return (
    <StatusPage
      code="404"
      title="There is nothing at this address"
      action={
        <LinkButton href={routes.root()} variant="primary">
          Go to my workspace
        </LinkButton>
      }
    >
      It may have been deleted or renamed, or it belongs to a workspace you are not a member of.
    </StatusPage>
  );
}
