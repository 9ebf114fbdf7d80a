import { CodeBlock } from "@/components/ui/code-block";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { RelativeTime } from "@/components/ui/relative-time";
import { formatNumber, NO_VALUE } from "@/lib/core/format";
import type { PredictionDetailDto } from "@/lib/gateway/dto/predictions";

const textOf = (value: unknown) => JSON.stringify(value, null, 2);

function Facts({ prediction }: { prediction: PredictionDetailDto }) {
  const { id, modelName, modelVersion, revision, protocol, status, key, latencyMs } = prediction;
  return (
    <DescriptionList className="content-start">
      <DescriptionItem term="Id" className="break-all font-mono text-xs">
        {id}
      </DescriptionItem>
      <DescriptionItem term="Model">
        {modelName === null ? NO_VALUE : `${modelName} ${modelVersion}`} (revision {revision})
      </DescriptionItem>
      <DescriptionItem term="Protocol">{protocol}</DescriptionItem>
      <DescriptionItem term="Status">{status}</DescriptionItem>
      <DescriptionItem term="Business key">{key ?? NO_VALUE}</DescriptionItem>
      <DescriptionItem term="Took">{formatNumber(latencyMs, 4)} ms</DescriptionItem>
      {prediction.labels.map(({ row, at, value }) => (
        <DescriptionItem key={row} term={prediction.rows > 1 ? `Truth of row ${row + 1}` : "Truth"}>
          {String(value)}, observed <RelativeTime at={at} />
        </DescriptionItem>
      ))}
      {prediction.copies.map(({ revision: other, answer, error, isShadow, at }) => (
        <DescriptionItem
          key={`${other} ${at} ${isShadow}`}
          term={`${isShadow ? "Shadow" : "Also"}: revision ${other}`}
        >
          {error ?? String(answer ?? NO_VALUE)}
        </DescriptionItem>
      ))}
    </DescriptionList>
  );
}

/** Everything that is kept of one prediction. */
export function PredictionDetail({ prediction }: { prediction: PredictionDetailDto }) {
  const { inputs, outputs, error, isCut } = prediction;
  return (
    <div className="grid gap-4 border-t bg-sunken px-4 py-3 lg:grid-cols-[minmax(0,1fr)_minmax(0,2fr)]">
      <Facts prediction={prediction} />
      <div className="grid min-w-0 content-start gap-3">
        {error === null ? null : <p className="break-words text-danger-fg text-sm">{error}</p>}
        {isCut ? (
          <p className="text-muted text-sm">
            More was sent or answered than this log keeps: the rest was cut.
          </p>
        ) : null}
        {inputs === null ? null : <CodeBlock code={textOf(inputs)} language="Input" />}
        {outputs === null ? null : <CodeBlock code={textOf(outputs)} language="Output" />}
      </div>
    </div>
  );
}
