-- What an experiment's runs read keeps its rows under the name it has from now on.
ALTER TABLE "datasets" RENAME TO "logged_datasets";
ALTER TABLE "logged_datasets" RENAME CONSTRAINT "datasets_pkey" TO "logged_datasets_pkey";
ALTER TABLE "logged_datasets" RENAME CONSTRAINT "datasets_workspace_id_fkey" TO "logged_datasets_workspace_id_fkey";
ALTER TABLE "logged_datasets" RENAME CONSTRAINT "datasets_experiment_id_workspace_id_fkey" TO "logged_datasets_experiment_id_workspace_id_fkey";
ALTER SEQUENCE "datasets_id_seq" RENAME TO "logged_datasets_id_seq";
ALTER INDEX "datasets_workspace_id_created_at_idx" RENAME TO "logged_datasets_workspace_id_created_at_idx";
ALTER INDEX "datasets_experiment_id_name_digest_key" RENAME TO "logged_datasets_experiment_id_name_digest_key";
ALTER TABLE "run_inputs" ADD COLUMN "version_id" BIGINT;

-- CreateTable
CREATE TABLE "dataset_versions" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" UUID NOT NULL,
    "dataset_id" BIGINT NOT NULL,
    "number" INTEGER NOT NULL,
    "content_key" TEXT NOT NULL,
    "digest" TEXT NOT NULL DEFAULT '',
    "source_type" TEXT NOT NULL,
    "source" TEXT NOT NULL DEFAULT '',
    "schema" TEXT,
    "profile" TEXT,
    "file_path" TEXT,
    "file_name" TEXT,
    "file_format" TEXT,
    "file_size" BIGINT,
    "created_at" BIGINT NOT NULL,
    "created_by" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "dataset_versions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dataset_profiles" (
    "version_id" BIGINT NOT NULL,
    "workspace_id" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "document" JSONB,
    "problem" TEXT,
    "updated_at" BIGINT NOT NULL,

    CONSTRAINT "dataset_profiles_pkey" PRIMARY KEY ("version_id")
);

-- CreateTable
CREATE TABLE "dataset_checks" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" UUID NOT NULL,
    "dataset_id" BIGINT NOT NULL,
    "definition" JSONB NOT NULL,
    "severity" TEXT NOT NULL,
    "created_by" TEXT NOT NULL DEFAULT '',
    "created_at" BIGINT NOT NULL,
    "removed_at" BIGINT,

    CONSTRAINT "dataset_checks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dataset_check_results" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" UUID NOT NULL,
    "check_id" BIGINT NOT NULL,
    "version_id" BIGINT NOT NULL,
    "verdict" TEXT NOT NULL,
    "failing" BIGINT,
    "rows" BIGINT,
    "message" TEXT NOT NULL,
    "evaluated_at" BIGINT NOT NULL,

    CONSTRAINT "dataset_check_results_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "datasets" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" UUID NOT NULL,
    "identity" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "source_type" TEXT NOT NULL,
    "place" TEXT NOT NULL,
    "next_version" INTEGER NOT NULL DEFAULT 1,
    "created_at" BIGINT NOT NULL,
    "last_used_at" BIGINT NOT NULL,

    CONSTRAINT "datasets_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "dataset_versions_workspace_id_content_key_idx" ON "dataset_versions"("workspace_id", "content_key");

-- CreateIndex
CREATE INDEX "dataset_versions_workspace_id_digest_idx" ON "dataset_versions"("workspace_id", "digest");

-- CreateIndex
CREATE UNIQUE INDEX "dataset_versions_id_workspace_id_key" ON "dataset_versions"("id", "workspace_id");

-- CreateIndex
CREATE UNIQUE INDEX "dataset_versions_dataset_id_content_key_key" ON "dataset_versions"("dataset_id", "content_key");

-- CreateIndex
CREATE UNIQUE INDEX "dataset_versions_dataset_id_number_key" ON "dataset_versions"("dataset_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "dataset_profiles_version_id_workspace_id_key" ON "dataset_profiles"("version_id", "workspace_id");

-- CreateIndex
CREATE INDEX "dataset_checks_dataset_id_idx" ON "dataset_checks"("dataset_id");

-- CreateIndex
CREATE UNIQUE INDEX "dataset_checks_id_workspace_id_key" ON "dataset_checks"("id", "workspace_id");

-- CreateIndex
CREATE INDEX "dataset_check_results_version_id_check_id_id_idx" ON "dataset_check_results"("version_id", "check_id", "id" DESC);

-- CreateIndex
CREATE INDEX "dataset_check_results_check_id_idx" ON "dataset_check_results"("check_id");

-- CreateIndex
CREATE INDEX "datasets_workspace_id_last_used_at_id_idx" ON "datasets"("workspace_id", "last_used_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "datasets_workspace_id_name_id_idx" ON "datasets"("workspace_id", "name", "id");

-- CreateIndex
CREATE UNIQUE INDEX "datasets_id_workspace_id_key" ON "datasets"("id", "workspace_id");

-- CreateIndex
CREATE UNIQUE INDEX "datasets_workspace_id_identity_key" ON "datasets"("workspace_id", "identity");

-- CreateIndex
CREATE INDEX "run_inputs_version_id_run_id_idx" ON "run_inputs"("version_id", "run_id" DESC);

-- Datasets and versions of what runs have read so far, by the rules that hold for what they read from now on.
CREATE FUNCTION dataset_facts(document text) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
  RETURN (SELECT coalesce(jsonb_object_agg(e.key, e.value), '{}') FROM jsonb_each(document::jsonb) e
    WHERE jsonb_typeof(e.value) = 'string');
EXCEPTION WHEN others THEN
  RETURN '{}';
END $$;
CREATE FUNCTION dataset_tags(tags jsonb) RETURNS jsonb LANGUAGE sql
RETURN (SELECT coalesce(jsonb_object_agg(t.tag->>'key', t.tag->>'value' ORDER BY t.place), '{}')
  FROM jsonb_array_elements(tags) WITH ORDINALITY AS t(tag, place));
CREATE FUNCTION hex_digest(value text) RETURNS text LANGUAGE sql
RETURN encode(sha256(convert_to(value, 'UTF8')), 'hex');

CREATE TEMPORARY TABLE read_content ON COMMIT DROP AS
WITH stated AS MATERIALIZED (
  SELECT i.run_id, i.dataset_id AS logged_id, d.workspace_id, d.name, d.digest, d.source_type, d.source, d.schema, d.profile,
    d.created_at, r.start_time, dataset_facts(d.source) AS origin,
    dataset_facts(d.profile) || dataset_facts(d.source) || dataset_tags(i.tags) AS facts
  FROM run_inputs i JOIN logged_datasets d ON d.id = i.dataset_id JOIN runs r ON r.id = i.run_id
), placed AS MATERIALIZED (
  SELECT *, CASE WHEN source_type = 'code' THEN '' ELSE coalesce(nullif(origin->>'uri', ''), nullif(origin->>'url', ''),
      nullif(origin->>'path', ''), nullif(origin->>'delta_table_name', ''), nullif(origin->>'table_name', ''),
      nullif(origin->>'sql', ''), source) END AS located
  FROM stated
), named AS MATERIALIZED (
  SELECT *, regexp_replace(located, '^lakefs://([^/]+)/[^/]+/', 'lakefs://\1/') AS place,
    lower(substring(facts->>'sha256' FROM '^(?:[sS][hH][aA]256:)?([0-9a-fA-F]{64})$')) AS sha256,
    lower(substring(facts->>'dvc.md5' FROM '^([0-9a-fA-F]{32}(?:\.dir)?)$')) AS dvc_md5,
    lower(substring(facts->>'dvc.rev' FROM '^([0-9a-fA-F]{40})$')) AS dvc_rev,
    coalesce(lower(substring(facts->>'lakefs.commit' FROM '^([0-9a-fA-F]{64})$')),
      substring(located FROM '^lakefs://[^/]+/([0-9a-f]{64})/')) AS lakefs_commit,
    coalesce(nullif(facts->>'lakefs.repository', ''), substring(located FROM '^lakefs://([^/]+)/')) AS lakefs_repository,
    coalesce(nullif(facts->>'lakefs.path', ''), substring(located FROM '^lakefs://[^/]+/[^/]+/(.+)$')) AS lakefs_path
  FROM placed
)
SELECT *, hex_digest(hex_digest(name) || hex_digest(source_type) || hex_digest(place)) AS identity,
  coalesce(
    'sha256:' || sha256,
    'dvc:' || dvc_md5,
    CASE WHEN length(facts->>'dvc.repo') + length(facts->>'dvc.path') <= 500 AND facts->>'dvc.path' <> ''
      THEN 'dvc:' || (facts->>'dvc.repo') || '@' || dvc_rev || ':' || (facts->>'dvc.path') END,
    CASE WHEN length(lakefs_repository) + length(lakefs_path) <= 500
      THEN 'lakefs:' || lakefs_repository || '/' || lakefs_commit || '/' || lakefs_path END,
    'weak:' || hex_digest(hex_digest(name) || hex_digest(digest) || hex_digest(source_type) || hex_digest(source)
      || coalesce(hex_digest(schema), '-'))) AS content_key
FROM named;

INSERT INTO datasets (workspace_id, identity, name, source_type, place, created_at, last_used_at)
  SELECT workspace_id, identity, min(name), min(source_type), min(place), min(created_at), max(greatest(created_at, start_time))
  FROM read_content GROUP BY workspace_id, identity ORDER BY min(created_at), min(logged_id);
INSERT INTO dataset_versions (workspace_id, dataset_id, number, content_key, digest, source_type, source, schema, profile, created_at)
  SELECT workspace_id, dataset_id, row_number() OVER (PARTITION BY dataset_id ORDER BY created_at, logged_id),
    content_key, digest, source_type, source, schema, profile, created_at
  FROM (
    SELECT DISTINCT ON (d.id, c.content_key) c.*, d.id AS dataset_id
    FROM read_content c JOIN datasets d ON d.workspace_id = c.workspace_id AND d.identity = c.identity
    ORDER BY d.id, c.content_key, c.logged_id
  ) firsts;
UPDATE datasets d SET next_version = (SELECT count(*) + 1 FROM dataset_versions v WHERE v.dataset_id = d.id);
UPDATE run_inputs i SET version_id = v.id
  FROM read_content c JOIN datasets d ON d.workspace_id = c.workspace_id AND d.identity = c.identity
  JOIN dataset_versions v ON v.dataset_id = d.id AND v.content_key = c.content_key
  WHERE i.run_id = c.run_id AND i.dataset_id = c.logged_id;
ALTER TABLE run_inputs ALTER COLUMN version_id SET NOT NULL;
DROP FUNCTION dataset_facts(text), dataset_tags(jsonb), hex_digest(text);

-- A version says what was read: nothing of it changes afterwards.
CREATE FUNCTION refuse_version_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'dataset_versions is immutable';
END $$;
CREATE TRIGGER dataset_versions_immutable BEFORE UPDATE ON dataset_versions
  FOR EACH ROW EXECUTE FUNCTION refuse_version_change();

-- AddForeignKey
ALTER TABLE "datasets" ADD CONSTRAINT "datasets_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dataset_versions" ADD CONSTRAINT "dataset_versions_dataset_id_workspace_id_fkey" FOREIGN KEY ("dataset_id", "workspace_id") REFERENCES "datasets"("id", "workspace_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dataset_profiles" ADD CONSTRAINT "dataset_profiles_version_id_workspace_id_fkey" FOREIGN KEY ("version_id", "workspace_id") REFERENCES "dataset_versions"("id", "workspace_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dataset_checks" ADD CONSTRAINT "dataset_checks_dataset_id_workspace_id_fkey" FOREIGN KEY ("dataset_id", "workspace_id") REFERENCES "datasets"("id", "workspace_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dataset_check_results" ADD CONSTRAINT "dataset_check_results_check_id_workspace_id_fkey" FOREIGN KEY ("check_id", "workspace_id") REFERENCES "dataset_checks"("id", "workspace_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dataset_check_results" ADD CONSTRAINT "dataset_check_results_version_id_workspace_id_fkey" FOREIGN KEY ("version_id", "workspace_id") REFERENCES "dataset_versions"("id", "workspace_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_inputs" ADD CONSTRAINT "run_inputs_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "dataset_versions"("id") ON DELETE CASCADE ON UPDATE CASCADE;
