-- AlterTable
ALTER TABLE "compute_backends" ADD COLUMN     "address" TEXT,
ADD COLUMN     "certificate" TEXT,
ADD COLUMN     "header_name" TEXT,
ADD COLUMN     "max_jobs_per_user" INTEGER,
ADD COLUMN     "sealed_headers" BYTEA;

-- AlterTable
ALTER TABLE "jobs" ADD COLUMN     "again_of" INTEGER,
ADD COLUMN     "is_test" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "look_at" TIMESTAMPTZ(3),
ADD COLUMN     "trouble" TEXT,
ADD COLUMN     "trouble_count" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "trouble_since" TIMESTAMPTZ(3);

ALTER TABLE compute_backends ADD CONSTRAINT compute_backends_clusters_have_an_address
  CHECK ((kind = 'local') = (address IS NULL));
CREATE INDEX jobs_tests ON jobs (workspace_id, backend_id, id DESC) WHERE is_test;
