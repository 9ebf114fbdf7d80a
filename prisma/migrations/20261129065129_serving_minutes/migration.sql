-- CreateTable
CREATE TABLE "serving_minutes" (
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

    CONSTRAINT "serving_minutes_pkey" PRIMARY KEY ("deployment_id","revision","bucket","is_shadow")
);

-- CreateIndex
CREATE INDEX "serving_minutes_bucket_idx" ON "serving_minutes"("bucket");

-- AddForeignKey
ALTER TABLE "serving_minutes" ADD CONSTRAINT "serving_minutes_deployment_id_workspace_id_fkey" FOREIGN KEY ("deployment_id", "workspace_id") REFERENCES "deployments"("id", "workspace_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What was counted so far.
WITH sums AS (
  SELECT deployment_id, workspace_id, revision, is_shadow, date_trunc('minute', bucket) AS minute, sum(requests) AS requests,
    sum(errors) AS errors, sum(rejected) AS rejected, sum(compared) AS compared, sum(differed) AS differed
  FROM "serving_windows" GROUP BY 1, 2, 3, 4, 5
), places AS (
  SELECT deployment_id, revision, is_shadow, date_trunc('minute', bucket) AS minute, place, sum(count) AS count
  FROM "serving_windows", unnest(latency) WITH ORDINALITY AS l(count, place) GROUP BY 1, 2, 3, 4, 5
)
INSERT INTO "serving_minutes" (deployment_id, workspace_id, revision, is_shadow, bucket, requests, errors, rejected, compared, differed, latency)
SELECT s.deployment_id, s.workspace_id, s.revision, s.is_shadow, s.minute, s.requests, s.errors, s.rejected, s.compared, s.differed,
  coalesce((SELECT array_agg(p.count::bigint ORDER BY p.place) FROM places p
    WHERE p.deployment_id = s.deployment_id AND p.revision = s.revision AND p.is_shadow = s.is_shadow AND p.minute = s.minute), '{}')
FROM sums s;
