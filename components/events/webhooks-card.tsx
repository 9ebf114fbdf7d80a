import { Webhook } from "lucide-react";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { routes } from "@/lib/core/routes";
import type { WebhookDto } from "@/lib/events/dto";
import { WebhookState } from "./webhook-state";
import { proofText, SENDS } from "./webhook-words";

interface WebhooksCardProps {
  workspace: string;
  webhooks: readonly WebhookDto[];
}

const SNIPPET = `from mlflow import MlflowClient

MlflowClient().create_webhook(
    name="ci",
    url="https://ci.example.org/hooks/models",
    events=["model_version.created", "model_version_alias.created"],
    secret="a long random text",
)`;

export function WebhooksCard({ workspace, webhooks }: WebhooksCardProps) {
  if (webhooks.length === 0)
    return (
      <Card>
        <EmptyState
          icon={<Webhook />}
          title="No webhooks yet"
          snippet={{ code: SNIPPET, language: "Python" }}
        >
          Start a build when a version is registered, or tell a channel when one is approved. Make
          one here, or with MLflow's client:
        </EmptyState>
      </Card>
    );
  return (
    <Card>
      <ul className="divide-y divide-line">
        {webhooks.map((webhook) => (
          <li key={webhook.id}>
            <Link
              href={routes.webhook(workspace, webhook.id)}
              className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3 hover:bg-hover"
            >
              <span className="grid min-w-0 grow basis-64 gap-0.5">
                <span className="flex min-w-0 items-center gap-2">
                  <span className="truncate font-medium text-sm">{webhook.name}</span>
                  <WebhookState webhook={webhook} />
                </span>
                <span className="truncate text-muted text-xs">
                  {SENDS[webhook.format]} to {new URL(webhook.url).host}
                </span>
              </span>
              <span className="text-muted text-xs tabular-nums">
                {webhook.events.length === 1 ? "1 event" : `${webhook.events.length} events`}
                {proofText(webhook)}
              </span>
              <span className="text-muted text-xs">
                made <RelativeTime at={webhook.createdAt} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
