"use client";
import { useState } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { Select } from "@/components/ui/select";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { routes } from "@/lib/core/routes";
import type { ModelVersionDto } from "@/lib/models/dto/models";
import { filesCode, loadCode, predictCode } from "@/lib/models/rules/snippets";
import type { ModelCard } from "@/lib/storage/preview/preview";
import { useOrigin } from "./use-origin";

interface LoadCardProps {
  version: ModelVersionDto;
  /** What its MLmodel file says; null when none can be read. */
  model: ModelCard | null;
  /** Whether its files are in our store. */
  isStored: boolean;
}

const PURPOSES = [
  { value: "load", label: "Load" },
  { value: "predict", label: "Predict" },
  { value: "files", label: "Files" },
] as const;
type Purpose = (typeof PURPOSES)[number]["value"];

interface SnippetOptions extends LoadCardProps {
  purpose: Purpose;
  uri: string;
}

function useSnippet({ version, model, purpose, uri }: SnippetOptions) {
  const origin = useOrigin();
  const { slug } = useWorkspace();
  const { name, version: number } = version;
  if (purpose === "load")
    return { language: "Python", code: loadCode({ uri, flavors: model?.flavors ?? [], origin }) };
  if (purpose === "predict")
    return {
      language: "Python",
      code: predictCode({ uri, inputs: model?.inputs ?? null, origin }),
    };
  const code = filesCode({
    origin,
    archive: routes.modelVersionArchive(slug, name, number),
    file: routes.modelVersionFile(slug, name, number, "MLmodel"),
    name: `${name}-${number}`,
  });
  return { language: "Shell", code };
}

/** Code that loads the version, predicts with it or fetches its files: by its number, or by an alias that may move on. */
export function LoadCard({ version, model, isStored }: LoadCardProps) {
  const byVersion = `models:/${version.name}/${version.version}`;
  const uris = [
    { value: byVersion, label: `Version ${version.version}` },
    ...version.aliases.map((alias) => ({
      value: `models:/${version.name}@${alias}`,
      label: `@${alias}`,
    })),
  ];
  const [chosen, setChosen] = useState(byVersion);
  const [purpose, setPurpose] = useState<Purpose>("load");
  const uri = uris.some(({ value }) => value === chosen) ? chosen : byVersion;
  const snippet = useSnippet({ version, model, isStored, purpose, uri });
  return (
    <Card>
      <CardHeader
        title="Use it"
        actions={
          uris.length > 1 && purpose !== "files" ? (
            <Select
              label="Load by"
              size="sm"
              options={uris}
              value={uri}
              onChange={setChosen}
              className="w-40"
            />
          ) : null
        }
      />
      <CardBody className="grid gap-3">
        <ToggleGroup
          label="Snippet"
          size="sm"
          options={PURPOSES.filter(({ value }) => value !== "files" || isStored)}
          value={purpose}
          onChange={setPurpose}
        />
        <CodeBlock {...snippet} />
      </CardBody>
    </Card>
  );
}
