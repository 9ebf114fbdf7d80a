import { useWorkspace } from "@/components/shell/workspace-context";
import { Badge } from "@/components/ui/badge";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { Link } from "@/components/ui/link";
import { routes } from "@/lib/core/routes";
import { formatMs } from "@/lib/deployments/rules/traffic-words";
import type { TriedPredictionDto } from "@/lib/gateway/dto/playground";

interface PlaygroundAnswerProps {
  deployment: string;
  tried: TriedPredictionDto | null;
}

const pretty = (json: string) => JSON.stringify(JSON.parse(json), null, 2);

function Tried({ deployment, tried }: { deployment: string; tried: TriedPredictionDto }) {
  const { slug } = useWorkspace();
  const { status, latencyMs, revision, predictionId, answer, message } = tried;
  return (
    <>
      <DescriptionList>
        <DescriptionItem term="Status">
          <Badge tone={status < 400 ? "success" : "danger"}>
            {status < 400 ? `Answered (${status})` : `Failed (${status})`}
          </Badge>
        </DescriptionItem>
        <DescriptionItem term="Took">{formatMs(latencyMs)}</DescriptionItem>
        {revision === null ? null : <DescriptionItem term="Revision">{revision}</DescriptionItem>}
        {predictionId === null ? null : (
          <DescriptionItem term="Request id">
            <Link
              href={routes.predictions(slug, deployment, { prediction: predictionId })}
              className="break-all font-mono text-accent-fg text-xs hover:underline"
            >
              {predictionId}
            </Link>
          </DescriptionItem>
        )}
      </DescriptionList>
      {message === "" ? null : (
        <p role="alert" className="break-words text-danger-fg text-sm">
          {message}
        </p>
      )}
      {answer === null ? null : <CodeBlock code={pretty(answer)} language="Answer" />}
    </>
  );
}

/** What came of what was sent. */
export function PlaygroundAnswer({ deployment, tried }: PlaygroundAnswerProps) {
  return (
    <Card aria-label="Answer" aria-live="polite">
      <CardHeader title="Answer" />
      <CardBody className="grid gap-3">
        {tried ? (
          <Tried deployment={deployment} tried={tried} />
        ) : (
          <p className="text-muted text-sm">
            Nothing was sent yet. What is sent from here is logged and counted as any other request.
          </p>
        )}
      </CardBody>
    </Card>
  );
}
