import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/empty-state";
import type { DatasetInputDto, RunDto } from "@/lib/runs/dto";

const SNIPPET = `dataset = mlflow.data.from_pandas(table, name="sales")
mlflow.log_input(dataset, context="training")`;

function contextOf({ tags }: DatasetInputDto): string {
  return tags.find(({ key }) => key === "mlflow.data.context")?.value ?? "";
}

function Facts({ title, text }: { title: string; text: string | null }) {
  if (!text) return null;
  return (
    <details className="mt-2">
      <summary className="text-muted text-sm">{title}</summary>
      <pre className="mt-1 max-h-60 overflow-auto whitespace-pre-wrap break-words rounded-md border bg-sunken p-2 font-mono text-xs">
        {text}
      </pre>
    </details>
  );
}

function Dataset({ dataset }: { dataset: DatasetInputDto }) {
  const context = contextOf(dataset);
  return (
    <li className="border-t px-4 py-3 first:border-t-0">
      <div className="flex flex-wrap items-baseline gap-x-2">
        <span className="font-medium text-sm">{dataset.name}</span>
        {context === "" ? null : <span className="text-muted text-sm">{context}</span>}
      </div>
      <div className="mt-0.5 break-words font-mono text-muted text-xs">
        {dataset.digest} · {dataset.sourceType} · {dataset.source}
      </div>
      <Facts title="Schema" text={dataset.schema} />
      <Facts title="Profile" text={dataset.profile} />
    </li>
  );
}

function Models({ title, uuids }: { title: string; uuids: readonly string[] }) {
  if (uuids.length === 0) return null;
  return (
    <Card>
      <CardHeader title={title} />
      <CardBody>
        <ul className="grid gap-1">
          {uuids.map((uuid) => (
            <li key={uuid} className="flex items-center gap-1 font-mono text-sm">
              models:/{uuid}
              <CopyButton noun="address" value={`models:/${uuid}`} />
            </li>
          ))}
        </ul>
      </CardBody>
    </Card>
  );
}

/** What a run read and what it made. */
export function RunInputs({ run }: { run: RunDto }) {
  const inputs = run.modelInputs.map(({ modelUuid }) => modelUuid);
  const outputs = run.modelOutputs.map(({ modelUuid }) => modelUuid);
  if (run.datasetInputs.length + inputs.length + outputs.length === 0)
    return (
      <EmptyState title="No inputs or outputs" snippet={{ code: SNIPPET, language: "Python" }}>
        Data sets that the training reads and models that it logs are listed here.
      </EmptyState>
    );
  return (
    <div className="grid gap-4">
      {run.datasetInputs.length > 0 ? (
        <Card>
          <CardHeader title="Data sets read" />
          <ul>
            {run.datasetInputs.map((dataset) => (
              <Dataset key={`${dataset.name} ${dataset.digest}`} dataset={dataset} />
            ))}
          </ul>
        </Card>
      ) : null}
      <Models title="Models read" uuids={inputs} />
      <Models title="Models made" uuids={outputs} />
    </div>
  );
}
