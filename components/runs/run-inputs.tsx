import { CircleCheck, CircleDashed, CircleX, Trash2 } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Card, CardHeader } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { ScrollArea } from "@/components/ui/scroll-area";
import { routes } from "@/lib/core/routes";
import type { InputVersionDto } from "@/lib/datasets/dto/versions";
import type { LoggedModelDto } from "@/lib/models/dto/logged-models";
import type { DatasetInputDto, RunDto } from "@/lib/runs/dto/runs";
import { indentJson } from "./indent-json";

const SNIPPET = `dataset = mlflow.data.from_pandas(table, name="sales")
mlflow.log_input(dataset, context="training")`;

const link = "rounded-xs text-accent-fg hover:underline";

const contextsOf = ({ tags }: DatasetInputDto) =>
  tags.filter(({ key }) => key === "mlflow.data.context").map(({ value }) => value);

function Facts({ title, text }: { title: string; text: string | null }) {
  if (!text) return null;
  return (
    <details className="mt-2">
      <summary className="w-fit cursor-pointer text-muted text-sm hover:text-fg">{title}</summary>
      <ScrollArea label={title} className="mt-1 max-h-60 rounded-md border bg-sunken">
        <pre className="whitespace-pre-wrap break-words p-2 font-mono text-xs leading-5">
          {indentJson(text)}
        </pre>
      </ScrollArea>
    </details>
  );
}

interface DatasetProps {
  workspace: string;
  dataset: DatasetInputDto;
  version: InputVersionDto | undefined;
}

function Dataset({ workspace, dataset, version }: DatasetProps) {
  return (
    <li className="border-t px-4 py-3 first:border-t-0">
      <div className="mb-2 flex flex-wrap items-center gap-2">
        <span className="min-w-0 break-words font-medium text-sm">
          {version ? (
            <Link
              href={routes.dataset(workspace, version.datasetId, {
                version: String(version.number),
              })}
              className={link}
            >
              {`${dataset.name} version ${version.number}`}
            </Link>
          ) : (
            dataset.name
          )}
        </span>
        {contextsOf(dataset).map((context) => (
          <Badge key={context}>{context}</Badge>
        ))}
      </div>
      <DescriptionList className="gap-y-1">
        <DescriptionItem term="Digest">
          <span className="font-mono text-xs">{dataset.digest}</span>
        </DescriptionItem>
        <DescriptionItem term="Source">
          {dataset.sourceType} <span className="font-mono text-xs">{dataset.source}</span>
        </DescriptionItem>
      </DescriptionList>
      <Facts title="Schema" text={dataset.schema} />
      <Facts title="Profile" text={dataset.profile} />
    </li>
  );
}

const STATUSES = {
  READY: { tone: "success", Icon: CircleCheck, label: "Ready" },
  PENDING: { tone: "warning", Icon: CircleDashed, label: "Being logged" },
  UPLOAD_FAILED: { tone: "danger", Icon: CircleX, label: "Upload failed" },
} as const;

function ModelState({ model }: { model: LoggedModelDto }) {
  const { tone, Icon, label } = model.isDeleted
    ? ({ tone: "neutral", Icon: Trash2, label: "Deleted" } as const)
    : STATUSES[model.status];
  return (
    <Badge tone={tone} icon={<Icon aria-hidden="true" />}>
      {label}
    </Badge>
  );
}

interface ModelItemProps {
  workspace: string;
  runUuid: string;
  uuid: string;
  /** The training step after which it was made. */
  step: number | null;
  model: LoggedModelDto | undefined;
}

function ModelItem({ workspace, runUuid, uuid, step, model }: ModelItemProps) {
  const address = `models:/${uuid}`;
  const maker = model?.sourceRunUuid;
  return (
    <li className="border-t px-4 py-3 first:border-t-0">
      <div className="flex flex-wrap items-center gap-2">
        <span className="min-w-0 break-words font-medium text-sm">
          {model?.name ?? "A model that is not here any more"}
        </span>
        {model ? <ModelState model={model} /> : null}
      </div>
      <div className="mt-0.5 flex min-w-0 items-center gap-1 text-muted">
        <span className="min-w-0 break-all font-mono text-xs">{address}</span>
        <CopyButton noun="model address" value={address} />
      </div>
      <div className="flex flex-wrap gap-x-4 gap-y-1 text-muted text-sm">
        {step === null ? null : <span>Step {step}</span>}
        {model?.registrations.map(({ name, version }) => (
          <Link
            key={`${name}/${version}`}
            href={routes.modelVersion(workspace, name, version)}
            className={link}
          >
            {name} version {version}
          </Link>
        ))}
        {maker && maker !== runUuid ? (
          <Link href={routes.run(workspace, maker)} className={link}>
            Run that made it
          </Link>
        ) : null}
      </div>
    </li>
  );
}

interface RunInputsProps {
  workspace: string;
  run: RunDto;
  /** The dataset versions behind the names and digests that the run logged. */
  inputVersions: readonly InputVersionDto[];
  /** What is known of the models that the run read or made. */
  models: readonly LoggedModelDto[];
}

/** What a run read and what it made. */
export function RunInputs({ workspace, run, inputVersions, models }: RunInputsProps) {
  const { datasetInputs, modelInputs, modelOutputs } = run;
  const byUuid = new Map(models.map((model) => [model.uuid, model]));
  if (datasetInputs.length + modelInputs.length + modelOutputs.length === 0)
    return (
      <EmptyState title="No inputs or outputs" snippet={{ code: SNIPPET, language: "Python" }}>
        Datasets that the training reads and models that it logs are listed here.
      </EmptyState>
    );
  const sides = [
    { title: "Models read", items: modelInputs.map((item) => ({ ...item, step: null })) },
    { title: "Models made", items: modelOutputs },
  ].filter(({ items }) => items.length > 0);
  return (
    <div className="grid gap-4">
      {datasetInputs.length > 0 ? (
        <Card>
          <CardHeader title={`Datasets read (${datasetInputs.length})`} />
          <ul>
            {datasetInputs.map((dataset) => (
              <Dataset
                key={`${dataset.name} ${dataset.digest}`}
                workspace={workspace}
                dataset={dataset}
                version={inputVersions.find(
                  ({ name, digest }) => name === dataset.name && digest === dataset.digest,
                )}
              />
            ))}
          </ul>
        </Card>
      ) : null}
      {sides.map(({ title, items }) => (
        <Card key={title}>
          <CardHeader title={`${title} (${items.length})`} />
          <ul>
            {items.map(({ modelUuid, step }) => (
              <ModelItem
                key={modelUuid}
                workspace={workspace}
                runUuid={run.uuid}
                uuid={modelUuid}
                step={step}
                model={byUuid.get(modelUuid)}
              />
            ))}
          </ul>
        </Card>
      ))}
    </div>
  );
}
