"use client";
import { CircleCheck, CircleX, FlaskConical, LoaderCircle, Unplug } from "lucide-react";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { Breadcrumbs } from "@/components/ui/breadcrumbs";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Markdown } from "@/components/ui/markdown";
import { Progress } from "@/components/ui/progress";
import { RelativeTime } from "@/components/ui/relative-time";
import { ScrollArea } from "@/components/ui/scroll-area";
import { Separator } from "@/components/ui/separator";
import { Skeleton, SkeletonLines } from "@/components/ui/skeleton";
import { Spinner } from "@/components/ui/spinner";
import { routes } from "@/lib/core/routes";
import { Section, Specimen } from "./specimen";

const TONES = ["neutral", "info", "success", "warning", "danger", "accent"] as const;

const SNIPPET = `export MLFLOW_TRACKING_URI=http://127.0.0.1:3000
python - <<'PY'
import mlflow
with mlflow.start_run():
    mlflow.log_metric("accuracy", 0.93)
PY`;

const NOTES = `## What this run tried

Gradient boosting on **54,000** rows, *depth 6*; see [the notes](https://example.org/notes).

| split | rows | accuracy |
| --- | ---: | ---: |
| train | 43,152 | 0.9411 |
| test | 10,788 | 0.9231 |

- [x] baseline
- [ ] calibrate with \`isotonic\`

> Better than the last one, but slower.`;

export function Display({ now }: { now: number }) {
  return (
    <>
      <Section title="Facts">
        <Specimen name="Badges">
          {TONES.map((tone) => (
            <Badge key={tone} tone={tone}>
              {tone}
            </Badge>
          ))}
          <Badge tone="success" icon={<CircleCheck aria-hidden="true" />}>
            Finished
          </Badge>
          <Badge tone="danger" icon={<CircleX aria-hidden="true" />}>
            Failed
          </Badge>
          <Badge tone="info" icon={<LoaderCircle aria-hidden="true" />}>
            Running
          </Badge>
          <Badge tone="warning" icon={<Unplug aria-hidden="true" />}>
            Heartbeat lost
          </Badge>
        </Specimen>
        <Specimen name="People and times">
          <Avatar name="Ada Lovelace" size="sm" />
          <Avatar name="Ada Lovelace" />
          <Avatar name="grace@example.org" size="lg" />
          <RelativeTime at={now - 190_000} />
          <Separator orientation="vertical" />
          <RelativeTime at={now - 90 * 86_400_000} />
          <Breadcrumbs
            crumbs={[
              { label: "Experiments", href: routes.gallery() },
              { label: "churn-baseline", href: routes.gallery() },
              { label: "bright-heron-12" },
            ]}
          />
        </Specimen>
        <Card>
          <CardHeader
            title="Environment"
            description="As the client reported it"
            actions={<Button size="sm">Copy all</Button>}
          />
          <CardBody>
            <DescriptionList>
              <DescriptionItem term="Source">train.py</DescriptionItem>
              <DescriptionItem term="Git commit" className="font-mono">
                5e2fa90c41d84b7e9c33
              </DescriptionItem>
              <DescriptionItem term="Duration">3m 07s</DescriptionItem>
            </DescriptionList>
          </CardBody>
        </Card>
      </Section>
      <Section title="Waiting">
        <Specimen name="Spinner, progress, skeleton" stacked>
          <Spinner label="Loading runs" />
          <Progress label="Upload" value={0.42} />
          <Progress label="Export" value={null} />
          <div className="flex items-center gap-3">
            <Skeleton className="size-8 rounded-full" />
            <SkeletonLines lines={2} label="Loading the run" className="grow" />
          </div>
        </Specimen>
      </Section>
      <Section title="Messages">
        {(["neutral", "info", "success", "warning", "danger"] as const).map((tone) => (
          <Callout
            key={tone}
            tone={tone}
            title={tone === "warning" ? "The heartbeat of this run was lost" : undefined}
            actions={tone === "warning" ? <Button size="sm">Mark as failed</Button> : undefined}
          >
            Nothing was heard from it for 12 minutes. It may still be training offline.
          </Callout>
        ))}
        <Card>
          <EmptyState
            icon={<FlaskConical />}
            title="No runs yet"
            snippet={{ code: SNIPPET, language: "Shell" }}
          >
            Point an MLflow client here and log something; the first run appears by itself.
          </EmptyState>
        </Card>
        <Card>
          <ErrorState
            title="The runs could not be loaded"
            reference="2417f0"
            action={<Button variant="primary">Try again</Button>}
          >
            The database does not answer. Nothing is lost; try again in a moment.
          </ErrorState>
        </Card>
      </Section>
      <Section title="Content">
        <CodeBlock code={SNIPPET} language="Python" />
        <Markdown text={NOTES} />
        <ScrollArea label="Log" className="h-24 rounded-md border bg-sunken p-3 font-mono text-xs">
          {Array.from({ length: 20 }, (_, step) => `step ${step * 10}`).map((line) => (
            <p key={line}>{line}: loss 0.4127</p>
          ))}
        </ScrollArea>
      </Section>
    </>
  );
}
