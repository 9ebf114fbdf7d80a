-- CreateTable
CREATE TABLE "serving_windows" (
    "deployment_id" BIGINT NOT NULL,
    "workspace_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "bucket" TIMESTAMPTZ(3) NOT NULL,
    "is_shadow" BOOLEAN NOT NULL DEFAULT false,
    "requests" BIGINT NOT NULL DEFAULT 0,
    "errors" BIGINT NOT NULL DEFAULT 0,
    "rejected" BIGINT NOT NULL DEFAULT 0,
    "compared" BIGINT NOT NULL DEFAULT 0,
    "differed" BIGINT NOT NULL DEFAULT 0,
    "latency" BIGINT[],

    CONSTRAINT "serving_windows_pkey" PRIMARY KEY ("deployment_id","revision","bucket","is_shadow")
);

-- CreateTable
CREATE TABLE "revision_log_chunks" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" UUID NOT NULL,
    "revision_id" BIGINT NOT NULL,
    "text" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "revision_log_chunks_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "serving_windows_bucket_idx" ON "serving_windows"("bucket");

-- CreateIndex
CREATE INDEX "revision_log_chunks_revision_id_id_idx" ON "revision_log_chunks"("revision_id", "id");

-- AddForeignKey
ALTER TABLE "serving_windows" ADD CONSTRAINT "serving_windows_deployment_id_workspace_id_fkey" FOREIGN KEY ("deployment_id", "workspace_id") REFERENCES "deployments"("id", "workspace_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "revision_log_chunks" ADD CONSTRAINT "revision_log_chunks_revision_id_workspace_id_fkey" FOREIGN KEY ("revision_id", "workspace_id") REFERENCES "deployment_revisions"("id", "workspace_id") ON DELETE CASCADE ON UPDATE CASCADE;
