-- AlterTable
ALTER TABLE "jobs" ADD COLUMN     "pipeline_id" BIGINT,
ADD COLUMN     "pipeline_version" INTEGER;

-- CreateTable
CREATE TABLE "pipelines" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "version" INTEGER NOT NULL DEFAULT 1,
    "archived_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "pipelines_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pipeline_versions" (
    "pipeline_id" BIGINT NOT NULL,
    "workspace_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "pipeline_versions_pkey" PRIMARY KEY ("pipeline_id","number")
);

-- CreateIndex
CREATE UNIQUE INDEX "pipelines_id_workspace_id_key" ON "pipelines"("id", "workspace_id");

-- CreateIndex
CREATE UNIQUE INDEX "pipelines_workspace_id_name_key" ON "pipelines"("workspace_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "pipeline_versions_pipeline_id_number_workspace_id_key" ON "pipeline_versions"("pipeline_id", "number", "workspace_id");

-- CreateIndex
CREATE INDEX "jobs_pipeline_id_number_idx" ON "jobs"("pipeline_id", "number" DESC);

-- AddForeignKey
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_pipeline_id_pipeline_version_workspace_id_fkey" FOREIGN KEY ("pipeline_id", "pipeline_version", "workspace_id") REFERENCES "pipeline_versions"("pipeline_id", "number", "workspace_id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "pipelines" ADD CONSTRAINT "pipelines_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pipeline_versions" ADD CONSTRAINT "pipeline_versions_pipeline_id_workspace_id_fkey" FOREIGN KEY ("pipeline_id", "workspace_id") REFERENCES "pipelines"("id", "workspace_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pipeline_versions" ADD CONSTRAINT "pipeline_versions_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "jobs" ADD CONSTRAINT "jobs_pipeline_with_version" CHECK (("pipeline_id" IS NULL) = ("pipeline_version" IS NULL));

CREATE FUNCTION refuse_pipeline_version_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'pipeline_versions is immutable';
END $$;
CREATE TRIGGER pipeline_versions_immutable BEFORE UPDATE ON pipeline_versions
  FOR EACH ROW EXECUTE FUNCTION refuse_pipeline_version_change();
