-- CreateTable
CREATE TABLE "profile_plans" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" UUID NOT NULL,
    "deployment_id" BIGINT NOT NULL,
    "columns" JSONB NOT NULL,
    "left_out" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "profile_plans_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "profile_deltas" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" UUID NOT NULL,
    "plan_id" BIGINT NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "revision" INTEGER NOT NULL,
    "profile" JSON NOT NULL,

    CONSTRAINT "profile_deltas_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "profiled_hours" (
    "plan_id" BIGINT NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "revision" INTEGER NOT NULL,
    "workspace_id" UUID NOT NULL,
    "profile" JSON NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "recounted_at" TIMESTAMPTZ(3),

    CONSTRAINT "profiled_hours_pkey" PRIMARY KEY ("plan_id","hour","revision")
);

-- CreateTable
CREATE TABLE "monitors" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" UUID NOT NULL,
    "deployment_id" BIGINT NOT NULL,
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "is_paused" BOOLEAN NOT NULL DEFAULT false,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "removed_at" TIMESTAMPTZ(3),
    "looked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT '1970-01-01 00:00:00+00'::timestamptz,

    CONSTRAINT "monitors_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "monitor_versions" (
    "monitor_id" BIGINT NOT NULL,
    "number" INTEGER NOT NULL,
    "workspace_id" UUID NOT NULL,
    "plan_id" BIGINT NOT NULL,
    "reference_version_id" BIGINT NOT NULL,
    "definition" JSONB NOT NULL,
    "reference" JSONB NOT NULL,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "monitor_versions_pkey" PRIMARY KEY ("monitor_id","number")
);

-- CreateTable
CREATE TABLE "monitor_windows" (
    "monitor_id" BIGINT NOT NULL,
    "opens_at" TIMESTAMPTZ(3) NOT NULL,
    "workspace_id" UUID NOT NULL,
    "closes_at" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL,
    "rows" BIGINT NOT NULL,
    "verdict" TEXT NOT NULL,
    "share" DOUBLE PRECISION NOT NULL,
    "findings" JSONB NOT NULL,
    "extra" JSONB NOT NULL,
    "evaluated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "reevaluated_at" TIMESTAMPTZ(3),

    CONSTRAINT "monitor_windows_pkey" PRIMARY KEY ("monitor_id","opens_at")
);

-- CreateIndex
CREATE INDEX "profile_plans_deployment_id_idx" ON "profile_plans"("deployment_id");

-- CreateIndex
CREATE UNIQUE INDEX "profile_plans_id_workspace_id_key" ON "profile_plans"("id", "workspace_id");

-- CreateIndex
CREATE INDEX "profile_deltas_plan_id_hour_idx" ON "profile_deltas"("plan_id", "hour");

-- CreateIndex
CREATE INDEX "profiled_hours_hour_idx" ON "profiled_hours"("hour");

-- CreateIndex
CREATE INDEX "profiled_hours_plan_id_updated_at_idx" ON "profiled_hours"("plan_id", "updated_at");

-- CreateIndex
CREATE INDEX "monitors_workspace_id_id_idx" ON "monitors"("workspace_id", "id" DESC);

-- CreateIndex
CREATE INDEX "monitors_deployment_id_idx" ON "monitors"("deployment_id");

-- CreateIndex
CREATE UNIQUE INDEX "monitors_id_workspace_id_key" ON "monitors"("id", "workspace_id");

-- CreateIndex
CREATE INDEX "monitor_versions_plan_id_idx" ON "monitor_versions"("plan_id");

-- CreateIndex
CREATE INDEX "monitor_versions_reference_version_id_idx" ON "monitor_versions"("reference_version_id");

-- AddForeignKey
ALTER TABLE "profile_plans" ADD CONSTRAINT "profile_plans_deployment_id_workspace_id_fkey" FOREIGN KEY ("deployment_id", "workspace_id") REFERENCES "deployments"("id", "workspace_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "profile_deltas" ADD CONSTRAINT "profile_deltas_plan_id_workspace_id_fkey" FOREIGN KEY ("plan_id", "workspace_id") REFERENCES "profile_plans"("id", "workspace_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "profiled_hours" ADD CONSTRAINT "profiled_hours_plan_id_workspace_id_fkey" FOREIGN KEY ("plan_id", "workspace_id") REFERENCES "profile_plans"("id", "workspace_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "monitors" ADD CONSTRAINT "monitors_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "monitors" ADD CONSTRAINT "monitors_deployment_id_workspace_id_fkey" FOREIGN KEY ("deployment_id", "workspace_id") REFERENCES "deployments"("id", "workspace_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "monitors" ADD CONSTRAINT "monitors_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "monitor_versions" ADD CONSTRAINT "monitor_versions_monitor_id_workspace_id_fkey" FOREIGN KEY ("monitor_id", "workspace_id") REFERENCES "monitors"("id", "workspace_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "monitor_versions" ADD CONSTRAINT "monitor_versions_plan_id_workspace_id_fkey" FOREIGN KEY ("plan_id", "workspace_id") REFERENCES "profile_plans"("id", "workspace_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "monitor_versions" ADD CONSTRAINT "monitor_versions_reference_version_id_workspace_id_fkey" FOREIGN KEY ("reference_version_id", "workspace_id") REFERENCES "dataset_versions"("id", "workspace_id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "monitor_versions" ADD CONSTRAINT "monitor_versions_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "monitor_windows" ADD CONSTRAINT "monitor_windows_monitor_id_workspace_id_fkey" FOREIGN KEY ("monitor_id", "workspace_id") REFERENCES "monitors"("id", "workspace_id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE monitors ADD CONSTRAINT monitors_sane CHECK (version > 0 AND name <> '');
ALTER TABLE monitor_windows ADD CONSTRAINT monitor_windows_sane
  CHECK (verdict IN ('stable', 'drifted', 'too_few') AND opens_at < closes_at AND share BETWEEN 0 AND 1);
