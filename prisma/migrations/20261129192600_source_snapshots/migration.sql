-- AlterTable
ALTER TABLE "jobs" ADD COLUMN     "source_snapshot_id" BIGINT;

-- CreateTable
CREATE TABLE "source_snapshots" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" UUID NOT NULL,
    "sha256" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "file_path" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "size" BIGINT NOT NULL,
    "unpacked_size" BIGINT NOT NULL,
    "files" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "source_snapshots_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "source_snapshots_id_workspace_id_key" ON "source_snapshots"("id", "workspace_id");

-- CreateIndex
CREATE UNIQUE INDEX "source_snapshots_workspace_id_sha256_key" ON "source_snapshots"("workspace_id", "sha256");

-- CreateIndex
CREATE INDEX "jobs_source_snapshot_id_idx" ON "jobs"("source_snapshot_id");

-- AddForeignKey
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_source_snapshot_id_workspace_id_fkey" FOREIGN KEY ("source_snapshot_id", "workspace_id") REFERENCES "source_snapshots"("id", "workspace_id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "source_snapshots" ADD CONSTRAINT "source_snapshots_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;
