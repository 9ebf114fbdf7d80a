-- CreateTable
CREATE TABLE "pipeline_hooks" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "pipeline_id" BIGINT NOT NULL,
    "name" TEXT NOT NULL,
    "sealed_secret" BYTEA NOT NULL,
    "sealed_previous" BYTEA,
    "previous_until" TIMESTAMPTZ(3),
    "is_enabled" BOOLEAN NOT NULL DEFAULT true,
    "saved_by_id" UUID NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "pipeline_hooks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pipeline_deliveries" (
    "id" BIGSERIAL NOT NULL,
    "hook_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "delivery_id" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "outcome" TEXT NOT NULL,
    "reason" TEXT,
    "job_number" INTEGER,

    CONSTRAINT "pipeline_deliveries_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "pipeline_hooks_id_workspace_id_key" ON "pipeline_hooks"("id", "workspace_id");

-- CreateIndex
CREATE UNIQUE INDEX "pipeline_hooks_pipeline_id_name_key" ON "pipeline_hooks"("pipeline_id", "name");

-- CreateIndex
CREATE INDEX "pipeline_deliveries_hook_id_id_idx" ON "pipeline_deliveries"("hook_id", "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "pipeline_deliveries_hook_id_delivery_id_key" ON "pipeline_deliveries"("hook_id", "delivery_id");

-- AddForeignKey
ALTER TABLE "pipeline_hooks" ADD CONSTRAINT "pipeline_hooks_pipeline_id_workspace_id_fkey" FOREIGN KEY ("pipeline_id", "workspace_id") REFERENCES "pipelines"("id", "workspace_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pipeline_hooks" ADD CONSTRAINT "pipeline_hooks_saved_by_id_fkey" FOREIGN KEY ("saved_by_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pipeline_deliveries" ADD CONSTRAINT "pipeline_deliveries_hook_id_workspace_id_fkey" FOREIGN KEY ("hook_id", "workspace_id") REFERENCES "pipeline_hooks"("id", "workspace_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pipeline_deliveries" ADD CONSTRAINT "pipeline_deliveries_workspace_id_job_number_fkey" FOREIGN KEY ("workspace_id", "job_number") REFERENCES "jobs"("workspace_id", "number") ON DELETE NO ACTION ON UPDATE NO ACTION;
