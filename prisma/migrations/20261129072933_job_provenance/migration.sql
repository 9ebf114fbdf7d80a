-- CreateTable
CREATE TABLE "job_provenance" (
    "job_id" BIGINT NOT NULL,
    "workspace_id" UUID NOT NULL,
    "attempt" INTEGER NOT NULL,
    "facts" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "job_provenance_pkey" PRIMARY KEY ("job_id","attempt")
);

-- CreateTable
CREATE TABLE "job_usage" (
    "job_id" BIGINT NOT NULL,
    "workspace_id" UUID NOT NULL,
    "attempt" INTEGER NOT NULL,
    "second" INTEGER NOT NULL,
    "cpu_millis" BIGINT NOT NULL,
    "memory_bytes" BIGINT NOT NULL,
    "processes" INTEGER NOT NULL,

    CONSTRAINT "job_usage_pkey" PRIMARY KEY ("job_id","attempt","second")
);

-- AddForeignKey
ALTER TABLE "job_provenance" ADD CONSTRAINT "job_provenance_job_id_workspace_id_fkey" FOREIGN KEY ("job_id", "workspace_id") REFERENCES "jobs"("id", "workspace_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "job_usage" ADD CONSTRAINT "job_usage_job_id_workspace_id_fkey" FOREIGN KEY ("job_id", "workspace_id") REFERENCES "jobs"("id", "workspace_id") ON DELETE CASCADE ON UPDATE CASCADE;
