-- CreateTable
CREATE TABLE "serving_days" (
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

    CONSTRAINT "serving_days_pkey" PRIMARY KEY ("deployment_id","revision","bucket","is_shadow")
);

-- CreateIndex
CREATE INDEX "serving_days_workspace_id_bucket_idx" ON "serving_days"("workspace_id", "bucket");

-- AddForeignKey
ALTER TABLE "serving_days" ADD CONSTRAINT "serving_days_deployment_id_workspace_id_fkey" FOREIGN KEY ("deployment_id", "workspace_id") REFERENCES "deployments"("id", "workspace_id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE serving_days ADD CONSTRAINT serving_days_whole
  CHECK (bucket = date_trunc('day', bucket AT TIME ZONE 'UTC') AT TIME ZONE 'UTC');

-- What minutes are kept of.
INSERT INTO serving_days
  (deployment_id, workspace_id, revision, bucket, is_shadow, requests, errors, rejected, compared, differed, latency)
WITH minutes AS (
  SELECT *, date_trunc('day', bucket AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' AS day FROM serving_minutes),
places AS (
  SELECT deployment_id, revision, day, is_shadow, array_agg(count ORDER BY place) AS latency FROM (
    SELECT deployment_id, revision, day, is_shadow, place, sum(count)::bigint AS count
    FROM minutes, unnest(latency) WITH ORDINALITY AS l(count, place)
    GROUP BY deployment_id, revision, day, is_shadow, place) AS summed
  GROUP BY deployment_id, revision, day, is_shadow)
SELECT m.deployment_id, m.workspace_id, m.revision, m.day, m.is_shadow, sum(m.requests)::bigint, sum(m.errors)::bigint,
  sum(m.rejected)::bigint, sum(m.compared)::bigint, sum(m.differed)::bigint, coalesce(p.latency, ARRAY[]::bigint[])
FROM minutes m LEFT JOIN places p ON p.deployment_id = m.deployment_id AND p.revision = m.revision AND p.day = m.day
  AND p.is_shadow = m.is_shadow
GROUP BY m.deployment_id, m.workspace_id, m.revision, m.day, m.is_shadow, p.latency;
