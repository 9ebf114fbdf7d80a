import { Callout } from "@/components/ui/callout";
import { Card, CardBody } from "@/components/ui/card";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { RelativeTime } from "@/components/ui/relative-time";
import type { WebhookDto } from "@/lib/events/dto";
import { eventTitle } from "@/lib/events/rules/catalog";
import { WebhookState } from "./webhook-state";
import { SENDS } from "./webhook-words";

export function WebhookFacts({ webhook }: { webhook: WebhookDto }) {
  const { url, format, events, hasSecret, failingSince, isActive } = webhook;
  return (
    <>
      {failingSince && isActive ? (
        <Callout tone="danger" title="It does not take deliveries">
          Deliveries have been given up since <RelativeTime at={failingSince} />. Look below at what
          the receiver answered, mend it, and redeliver.
        </Callout>
      ) : null}
      <Card>
        <CardBody>
          <DescriptionList>
            <DescriptionItem term="State">
              <WebhookState webhook={webhook} />
            </DescriptionItem>
            <DescriptionItem term="Sends">
              {SENDS[format]} to <code className="break-all font-mono text-xs">{url}</code>
            </DescriptionItem>
            {format === "openlineage" ? (
              <DescriptionItem term="Token">
                {hasSecret ? "Sent with every delivery" : "None"}
              </DescriptionItem>
            ) : (
              <DescriptionItem term="Signature">
                {hasSecret
                  ? "Signed with its secret: X-MLflow-Signature"
                  : "Not signed. Set a secret, so that the receiver can tell what is from here."}
              </DescriptionItem>
            )}
            <DescriptionItem term="Events">{events.map(eventTitle).join(", ")}</DescriptionItem>
          </DescriptionList>
        </CardBody>
      </Card>
    </>
  );
}
