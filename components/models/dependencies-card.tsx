import { KeyValueTable } from "@/components/runs/key-value-table";
import { Card, CardHeader } from "@/components/ui/card";
import type { EnvironmentFiles } from "@/lib/storage/preview/preview";

/** What has to be installed to load the version, as its files say. */
export function DependenciesCard({ environment }: { environment: EnvironmentFiles | null }) {
  const packages = environment?.packages ?? [];
  return (
    <Card>
      <CardHeader
        title={`Dependencies (${packages.length})`}
        description={
          environment && environment.files.length > 0
            ? `From ${environment.files.join(", ")}`
            : undefined
        }
      />
      <KeyValueTable
        label="Dependencies"
        rows={packages.map(({ name, version }) => ({ key: name, value: version || "any version" }))}
        emptyText="Its files do not say. MLflow writes requirements.txt beside a model that it logs."
      />
    </Card>
  );
}
