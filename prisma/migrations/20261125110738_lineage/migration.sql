-- DropIndex
DROP INDEX "logged_models_source_run_uuid_idx";

-- DropIndex
DROP INDEX "run_model_links_model_uuid_idx";

-- DropIndex
DROP INDEX "model_versions_run_uuid_idx";

-- DropIndex
DROP INDEX "model_versions_logged_model_uuid_idx";

-- CreateTable
CREATE TABLE "lineage_placements" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" UUID NOT NULL,
    "model_id" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "since" BIGINT NOT NULL,
    "until" BIGINT,

    CONSTRAINT "lineage_placements_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "lineage_placements_model_id_version_id_idx" ON "lineage_placements"("model_id", "version", "id");

-- CreateIndex
CREATE INDEX "lineage_placements_model_id_kind_value_until_idx" ON "lineage_placements"("model_id", "kind", "value", "until");

-- CreateIndex
CREATE INDEX "logged_models_source_run_uuid_id_idx" ON "logged_models"("source_run_uuid", "id" DESC);

-- CreateIndex
CREATE INDEX "run_model_links_model_uuid_is_output_run_id_idx" ON "run_model_links"("model_uuid", "is_output", "run_id" DESC);

-- CreateIndex
CREATE INDEX "model_versions_run_uuid_id_idx" ON "model_versions"("run_uuid", "id" DESC);

-- CreateIndex
CREATE INDEX "model_versions_logged_model_uuid_id_idx" ON "model_versions"("logged_model_uuid", "id" DESC);

-- AddForeignKey
ALTER TABLE "lineage_placements" ADD CONSTRAINT "lineage_placements_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lineage_placements" ADD CONSTRAINT "lineage_placements_model_id_workspace_id_fkey" FOREIGN KEY ("model_id", "workspace_id") REFERENCES "registered_models"("id", "workspace_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Versions made from another version are found by the address they name; an address may be longer than a B-tree entry.
CREATE INDEX "model_versions_models_source_idx" ON "model_versions" USING hash ("source") WHERE "source" LIKE 'models:/%';

-- Which version stands where, from when to when: whatever changes an alias or a stage leaves its trace here.
CREATE FUNCTION lineage_now() RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint
$$;

CREATE FUNCTION place_version(model bigint, place_kind text, place_value text, placed int) RETURNS void LANGUAGE sql AS $$
  INSERT INTO lineage_placements (workspace_id, model_id, kind, value, version, since)
  SELECT workspace_id, id, place_kind, place_value, placed, lineage_now() FROM registered_models WHERE id = model
$$;

CREATE FUNCTION displace_version(model bigint, place_kind text, place_value text, placed int) RETURNS void LANGUAGE sql AS $$
  UPDATE lineage_placements SET until = lineage_now()
  WHERE model_id = model AND kind = place_kind AND value = place_value AND version = placed AND until IS NULL
$$;

CREATE FUNCTION follow_alias() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (NEW.model_id, NEW.alias, NEW.version) IS NOT DISTINCT FROM (OLD.model_id, OLD.alias, OLD.version) THEN
    RETURN NULL;
  END IF;
  IF TG_OP <> 'INSERT' THEN PERFORM displace_version(OLD.model_id, 'alias', OLD.alias, OLD.version); END IF;
  IF TG_OP <> 'DELETE' THEN PERFORM place_version(NEW.model_id, 'alias', NEW.alias, NEW.version); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER model_aliases_followed AFTER INSERT OR UPDATE OR DELETE ON model_aliases
  FOR EACH ROW EXECUTE FUNCTION follow_alias();

CREATE FUNCTION follow_stage() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  before text := 'None';
  after text := 'None';
BEGIN
  IF TG_OP <> 'INSERT' AND OLD.deleted_at IS NULL THEN before := OLD.stage; END IF;
  IF TG_OP <> 'DELETE' AND NEW.deleted_at IS NULL THEN after := NEW.stage; END IF;
  IF before = after THEN RETURN NULL; END IF;
  IF before NOT IN ('None', 'Archived') THEN PERFORM displace_version(OLD.model_id, 'stage', before, OLD.version); END IF;
  IF after NOT IN ('None', 'Archived') THEN PERFORM place_version(NEW.model_id, 'stage', after, NEW.version); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER model_versions_followed AFTER INSERT OR DELETE OR UPDATE OF stage, deleted_at ON model_versions
  FOR EACH ROW EXECUTE FUNCTION follow_stage();

-- Since when the present ones stand there is not known better than by the last change of their version.
INSERT INTO lineage_placements (workspace_id, model_id, kind, value, version, since)
SELECT m.workspace_id, m.id, 'alias', a.alias, a.version, v.last_update_time
FROM model_aliases a JOIN registered_models m ON m.id = a.model_id
JOIN model_versions v ON v.model_id = a.model_id AND v.version = a.version;
INSERT INTO lineage_placements (workspace_id, model_id, kind, value, version, since)
SELECT workspace_id, model_id, 'stage', stage, version, last_update_time FROM model_versions
WHERE deleted_at IS NULL AND stage NOT IN ('None', 'Archived');
