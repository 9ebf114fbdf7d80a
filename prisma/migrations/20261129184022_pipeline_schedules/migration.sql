-- CreateTable
CREATE TABLE "pipeline_schedules" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" UUID NOT NULL,
    "pipeline_id" BIGINT NOT NULL,
    "name" TEXT NOT NULL,
    "cron" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "parameters" JSONB NOT NULL,
    "is_enabled" BOOLEAN NOT NULL DEFAULT true,
    "missed_runs" TEXT NOT NULL DEFAULT 'skip',
    "overlap" TEXT NOT NULL DEFAULT 'allow',
    "saved_by_id" UUID NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "next_due_at" TIMESTAMPTZ(3),
    "leased_until" TIMESTAMPTZ(3),

    CONSTRAINT "pipeline_schedules_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pipeline_firings" (
    "schedule_id" BIGINT NOT NULL,
    "workspace_id" UUID NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "outcome" TEXT NOT NULL,
    "reason" TEXT,
    "job_number" INTEGER,

    CONSTRAINT "pipeline_firings_pkey" PRIMARY KEY ("schedule_id","due_at")
);

-- CreateIndex
CREATE INDEX "pipeline_schedules_next_due_at_idx" ON "pipeline_schedules"("next_due_at");

-- CreateIndex
CREATE UNIQUE INDEX "pipeline_schedules_id_workspace_id_key" ON "pipeline_schedules"("id", "workspace_id");

-- CreateIndex
CREATE UNIQUE INDEX "pipeline_schedules_pipeline_id_name_key" ON "pipeline_schedules"("pipeline_id", "name");

-- AddForeignKey
ALTER TABLE "pipeline_schedules" ADD CONSTRAINT "pipeline_schedules_pipeline_id_workspace_id_fkey" FOREIGN KEY ("pipeline_id", "workspace_id") REFERENCES "pipelines"("id", "workspace_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pipeline_schedules" ADD CONSTRAINT "pipeline_schedules_saved_by_id_fkey" FOREIGN KEY ("saved_by_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pipeline_firings" ADD CONSTRAINT "pipeline_firings_schedule_id_workspace_id_fkey" FOREIGN KEY ("schedule_id", "workspace_id") REFERENCES "pipeline_schedules"("id", "workspace_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pipeline_firings" ADD CONSTRAINT "pipeline_firings_workspace_id_job_number_fkey" FOREIGN KEY ("workspace_id", "job_number") REFERENCES "jobs"("workspace_id", "number") ON DELETE NO ACTION ON UPDATE NO ACTION;
