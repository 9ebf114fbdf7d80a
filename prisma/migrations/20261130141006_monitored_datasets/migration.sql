-- AlterTable
ALTER TABLE "incidents" ADD COLUMN     "dataset_id" BIGINT,
ALTER COLUMN "deployment_id" DROP NOT NULL;

-- AlterTable
ALTER TABLE "monitors" ADD COLUMN     "dataset_id" BIGINT,
ALTER COLUMN "deployment_id" DROP NOT NULL;

-- CreateIndex
CREATE INDEX "incidents_dataset_id_idx" ON "incidents"("dataset_id");

-- CreateIndex
CREATE INDEX "monitors_dataset_id_idx" ON "monitors"("dataset_id");

-- AddForeignKey
ALTER TABLE "incidents" ADD CONSTRAINT "incidents_dataset_id_workspace_id_fkey" FOREIGN KEY ("dataset_id", "workspace_id") REFERENCES "datasets"("id", "workspace_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "monitors" ADD CONSTRAINT "monitors_dataset_id_workspace_id_fkey" FOREIGN KEY ("dataset_id", "workspace_id") REFERENCES "datasets"("id", "workspace_id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE monitors ADD CONSTRAINT monitors_one_subject CHECK (num_nonnulls(deployment_id, dataset_id) = 1);
ALTER TABLE incidents ADD CONSTRAINT incidents_one_subject CHECK (num_nonnulls(deployment_id, dataset_id) = 1);
-- One at a time for a dataset, as for a deployment.
CREATE UNIQUE INDEX incidents_unresolved_dataset ON incidents (dataset_id) WHERE status <> 'resolved';
