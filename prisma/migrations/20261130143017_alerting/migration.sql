-- AlterEnum
ALTER TYPE "webhook_format" ADD VALUE 'pagerduty';

-- AlterTable
ALTER TABLE "incidents" ADD COLUMN     "escalates_at" TIMESTAMPTZ(3),
ADD COLUMN     "held_since" TIMESTAMPTZ(3),
ADD COLUMN     "route_id" UUID,
ADD COLUMN     "webhook_ids" UUID[] DEFAULT ARRAY[]::UUID[];

-- CreateTable
CREATE TABLE "maintenance_windows" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "is_weekly" BOOLEAN NOT NULL DEFAULT false,
    "time_zone" TEXT NOT NULL,
    "deployment_ids" BIGINT[] DEFAULT ARRAY[]::BIGINT[],
    "monitor_ids" BIGINT[] DEFAULT ARRAY[]::BIGINT[],
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "maintenance_windows_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alert_routes" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "match" JSONB NOT NULL,
    "user_ids" UUID[],
    "webhook_ids" UUID[],
    "escalate_minutes" INTEGER,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "alert_routes_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "maintenance_windows_workspace_id_id_idx" ON "maintenance_windows"("workspace_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "maintenance_windows_id_workspace_id_key" ON "maintenance_windows"("id", "workspace_id");

-- CreateIndex
CREATE INDEX "alert_routes_workspace_id_position_idx" ON "alert_routes"("workspace_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "alert_routes_id_workspace_id_key" ON "alert_routes"("id", "workspace_id");

-- CreateIndex
CREATE UNIQUE INDEX "alert_routes_workspace_id_name_key" ON "alert_routes"("workspace_id", "name");

-- AddForeignKey
ALTER TABLE "maintenance_windows" ADD CONSTRAINT "maintenance_windows_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "maintenance_windows" ADD CONSTRAINT "maintenance_windows_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_routes" ADD CONSTRAINT "alert_routes_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_routes" ADD CONSTRAINT "alert_routes_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE maintenance_windows ADD CONSTRAINT maintenance_windows_sane CHECK (starts_at < ends_at);
ALTER TABLE alert_routes ADD CONSTRAINT alert_routes_sane CHECK (escalate_minutes > 0);
CREATE INDEX incidents_escalating ON incidents (escalates_at) WHERE escalates_at IS NOT NULL;
CREATE INDEX incidents_held ON incidents (held_since) WHERE held_since IS NOT NULL;
