import { CodeBlock } from "@/components/ui/code-block";
import { RelativeTime } from "@/components/ui/relative-time";
import type { AttemptDto, DeliveryDetailDto } from "@/lib/events/dto";
import { RedeliverButton } from "./redeliver-button";

interface DeliveryDetailProps {
  webhookId: string;
  delivery: DeliveryDetailDto;
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

const headerLines = (headers: Readonly<Record<string, string>>): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join("\n");

/** Everything that was sent and answered. */
export function DeliveryDetail({ webhookId, delivery }: DeliveryDetailProps) {
  const { id, body, attempts, state, nextAttemptAt } = delivery;
  return (
    <div className="grid gap-4 border-t bg-sunken px-4 py-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="min-w-0 text-muted text-xs">
          Delivery <code className="break-all font-mono">{id}</code>
          {nextAttemptAt ? (
            <>
              , tried again <RelativeTime at={nextAttemptAt} />
            </>
          ) : null}
        </p>
        {state === "pending" ? null : <RedeliverButton webhookId={webhookId} deliveryId={id} />}
      </div>
      <CodeBlock code={pretty(body)} language="Body" />
      {attempts.map((attempt) => (
        <Attempt key={attempt.number} attempt={attempt} />
      ))}
      {attempts.length === 0 ? (
        <p className="text-muted text-sm">It has not been sent yet.</p>
      ) : null}
    </div>
  );
}

function Attempt({ attempt }: { attempt: AttemptDto }) {
  const { number, at, durationMs, status, error, requestHeaders, responseHeaders } = attempt;
  const answer = [headerLines(responseHeaders), attempt.responseExcerpt].filter(Boolean);
  return (
    <section aria-label={`Attempt ${number}`} className="grid min-w-0 gap-2">
      <h4 className="text-sm">
        <span className="font-medium">Attempt {number}</span>{" "}
        <span className="text-muted text-xs tabular-nums">
          {status === null ? "no answer" : `answered ${status}`} after {durationMs} ms,{" "}
          <RelativeTime at={at} />
        </span>
      </h4>
      {error ? <p className="text-danger-fg text-sm">{error}</p> : null}
      <div className="grid min-w-0 gap-2 sm:grid-cols-2">
        <CodeBlock code={headerLines(requestHeaders)} language="Request headers" />
        <CodeBlock code={answer.length > 0 ? answer.join("\n\n") : "nothing"} language="Response" />
      </div>
    </section>
  );
}
