"use client";
import { useState } from "react";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { ToggleGroup } from "@/components/ui/toggle-group";
import type { ModelVersionDto } from "@/lib/models/dto";
import { loadCode } from "@/lib/models/rules/snippets";
import { useOrigin } from "./use-origin";

interface LoadCardProps {
  version: ModelVersionDto;
  flavors: readonly string[];
}

/** Python that loads the version: by its number, or by an alias that may move on. */
export function LoadCard({ version, flavors }: LoadCardProps) {
  const origin = useOrigin();
  const byVersion = `models:/${version.name}/${version.version}`;
  const uris = [
    { value: byVersion, label: `Version ${version.version}` },
    ...version.aliases.map((alias) => ({
      value: `models:/${version.name}@${alias}`,
      label: `@${alias}`,
    })),
  ];
  const [chosen, setChosen] = useState(byVersion);
  const uri = uris.some(({ value }) => value === chosen) ? chosen : byVersion;
  return (
    <Card>
      <CardHeader
        title="Load it"
        actions={
          uris.length > 1 ? (
            <ToggleGroup
              label="Load by"
              size="sm"
              options={uris}
              value={uri}
              onChange={setChosen}
              className="max-w-56 overflow-x-auto sm:max-w-96"
            />
          ) : null
        }
      />
      <CardBody>
        <CodeBlock language="Python" code={loadCode({ uri, flavors, origin })} />
      </CardBody>
    </Card>
  );
}
