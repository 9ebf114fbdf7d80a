import { ChevronDown, ChevronRight, CircleCheck, CircleX, MessageSquareDashed } from "lucide-react";
import type { Route } from "next";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { RelativeTime } from "@/components/ui/relative-time";
import { formatNumber, formatPlural } from "@/lib/core/format";
import type { PredictionDetailDto, PredictionDto } from "@/lib/gateway/dto/predictions";
import { PredictionDetail } from "./prediction-detail";

interface PredictionsProps {
  predictions: readonly PredictionDto[];
  /** The one that is shown whole. */
  open: PredictionDetailDto | null;
  isFiltered: boolean;
  /** The log without filters. */
  everything: Route;
  /** Address that opens a prediction, or closes the one that is open. */
  hrefOf: (id: string | null) => Route;
  snippet: string;
}

function Nothing({ isFiltered, everything, snippet }: PredictionsProps) {
  return isFiltered ? (
    <EmptyState
      icon={<MessageSquareDashed />}
      title="No prediction matches"
      action={<LinkButton href={everything}>Clear the filters</LinkButton>}
    >
      Take one filter away, or widen the days.
    </EmptyState>
  ) : (
    <EmptyState
      icon={<MessageSquareDashed />}
      title="No predictions yet"
      snippet={{ code: snippet, language: "Shell" }}
      className="max-w-180"
    >
      What this deployment is asked and answers appears here. Ask it for the first one:
    </EmptyState>
  );
}

const answerText = (answer: PredictionDto["answer"]): string =>
  typeof answer === "number" ? formatNumber(answer) : (answer ?? "no answer");

function Outcome({ prediction }: { prediction: PredictionDto }) {
  const { status, isShadow } = prediction;
  const isFailed = status >= 400;
  return (
    <span className="flex flex-wrap gap-1">
      <Badge
        tone={isFailed ? "danger" : "success"}
        icon={isFailed ? <CircleX aria-hidden="true" /> : <CircleCheck aria-hidden="true" />}
      >
        {isFailed ? `Failed (${status})` : "Answered"}
      </Badge>
      {isShadow ? <Badge tone="info">Shadow</Badge> : null}
    </span>
  );
}

function Truth({ answer, label }: Pick<PredictionDto, "answer" | "label">) {
  if (label === null) return <span className="text-subtle">truth unknown</span>;
  const isRight = String(answer) === String(label);
  return (
    <span className={isRight ? "text-success-fg" : "text-warning-fg"}>
      {isRight ? "was right" : `was ${answerText(label)}`}
    </span>
  );
}

function PredictionRow(props: { prediction: PredictionDto; isOpen: boolean; href: Route }) {
  const { prediction, isOpen, href } = props;
  const { answer, label, error, key, revision, latencyMs, rows, at } = prediction;
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  return (
    <Link
      href={href}
      scroll={false}
      aria-expanded={isOpen}
      className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-baseline gap-x-3 px-4 py-2.5 text-sm hover:bg-hover"
    >
      <Chevron aria-hidden="true" className="mt-0.5 size-4 self-start text-subtle" />
      <span className="grid min-w-0 gap-x-4 gap-y-1 md:grid-cols-[minmax(8rem,1fr)_minmax(0,3fr)_minmax(0,2fr)] md:items-baseline">
        <Outcome prediction={prediction} />
        {error === null ? (
          <span className="min-w-0 break-words">
            <span className="font-medium">{answerText(answer)}</span>
            {rows > 1 ? (
              <span className="text-muted"> and {formatPlural(rows - 1, "more row")}</span>
            ) : null}
            {" · "}
            <Truth answer={answer} label={label} />
          </span>
        ) : (
          <span className="line-clamp-2 min-w-0 break-words text-danger-fg">{error}</span>
        )}
        <span className="min-w-0 break-words text-muted md:truncate">
          revision {revision}
          {key === null ? null : ` · ${key}`}
        </span>
      </span>
      <span className="grid justify-items-end text-muted text-xs tabular-nums">
        <RelativeTime at={at} />
        <span className="text-subtle">{formatNumber(latencyMs, 3)} ms</span>
      </span>
    </Link>
  );
}

/** What a deployment was asked and answered, newest first; one prediction opens in place. */
export function Predictions(props: PredictionsProps) {
  const { predictions, open, hrefOf } = props;
  if (predictions.length === 0 && !open)
    return (
      <Card>
        <Nothing {...props} />
      </Card>
    );
  const isSame = (one: PredictionDto) =>
    one.id === open?.id && one.revision === open.revision && one.isShadow === open.isShadow;
  const shown = open && !predictions.some(isSame) ? [open, ...predictions] : predictions;
  return (
    <Card aria-label="Predictions">
      <ul className="divide-y divide-line">
        {shown.map((prediction) => {
          const isOpen = isSame(prediction);
          return (
            <li
              key={`${prediction.id} ${prediction.at} ${prediction.revision} ${prediction.isShadow}`}
            >
              <PredictionRow
                prediction={prediction}
                isOpen={isOpen}
                href={hrefOf(isOpen ? null : prediction.id)}
              />
              {isOpen && open ? <PredictionDetail prediction={open} /> : null}
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
