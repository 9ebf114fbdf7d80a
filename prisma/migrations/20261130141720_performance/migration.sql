-- CreateTable
CREATE TABLE "performance_versions" (
    "monitor_id" BIGINT NOT NULL,
    "number" INTEGER NOT NULL,
    "workspace_id" UUID NOT NULL,
    "definition" JSONB,
    "baseline" JSONB,
    "problem" TEXT NOT NULL DEFAULT '',
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "looked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT '1970-01-01 00:00:00+00'::timestamptz,

    CONSTRAINT "performance_versions_pkey" PRIMARY KEY ("monitor_id","number")
);

-- CreateTable
CREATE TABLE "performance_hours" (
    "monitor_id" BIGINT NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "workspace_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "sums" JSON NOT NULL,
    "read_at" TIMESTAMPTZ(3) NOT NULL,
    "is_stale" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "performance_hours_pkey" PRIMARY KEY ("monitor_id","hour")
);

-- CreateTable
CREATE TABLE "performance_windows" (
    "monitor_id" BIGINT NOT NULL,
    "opens_at" TIMESTAMPTZ(3) NOT NULL,
    "workspace_id" UUID NOT NULL,
    "closes_at" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL,
    "rows" BIGINT NOT NULL,
    "labelled" BIGINT NOT NULL,
    "verdict" TEXT NOT NULL,
    "farthest" DOUBLE PRECISION,
    "measures" JSONB NOT NULL,
    "estimates" JSONB NOT NULL,
    "target" JSONB,
    "evaluated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "reevaluated_at" TIMESTAMPTZ(3),

    CONSTRAINT "performance_windows_pkey" PRIMARY KEY ("monitor_id","opens_at")
);

-- CreateIndex
CREATE INDEX "prediction_labels_deployment_id_received_at_idx" ON "prediction_labels"("deployment_id", "received_at");

-- AddForeignKey
ALTER TABLE "performance_versions" ADD CONSTRAINT "performance_versions_monitor_id_workspace_id_fkey" FOREIGN KEY ("monitor_id", "workspace_id") REFERENCES "monitors"("id", "workspace_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "performance_versions" ADD CONSTRAINT "performance_versions_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "performance_hours" ADD CONSTRAINT "performance_hours_monitor_id_workspace_id_fkey" FOREIGN KEY ("monitor_id", "workspace_id") REFERENCES "monitors"("id", "workspace_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "performance_windows" ADD CONSTRAINT "performance_windows_monitor_id_workspace_id_fkey" FOREIGN KEY ("monitor_id", "workspace_id") REFERENCES "monitors"("id", "workspace_id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE performance_windows ADD CONSTRAINT performance_windows_sane
  CHECK (verdict IN ('met', 'missed', 'measured', 'waiting', 'unlabelled', 'too_few') AND opens_at < closes_at AND labelled <= rows);
