-- AlterTable
ALTER TABLE "registered_models" ADD COLUMN     "version_count" INTEGER NOT NULL DEFAULT 0;

UPDATE registered_models m SET version_count = v.count
FROM (SELECT model_id, count(*) AS count FROM model_versions WHERE deleted_at IS NULL GROUP BY model_id) v
WHERE v.model_id = m.id;

-- Whoever makes or deletes a version holds its model, so that the sum is never one of two that overtook each other.
CREATE FUNCTION add_to_version_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE registered_models m SET version_count = m.version_count + d.difference
  FROM (SELECT model_id, count(*) * CASE TG_OP WHEN 'DELETE' THEN -1 ELSE 1 END AS difference
    FROM changed WHERE deleted_at IS NULL GROUP BY model_id) d
  WHERE m.id = d.model_id;
  RETURN NULL;
END $$;

CREATE FUNCTION move_version_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE registered_models m SET version_count = m.version_count + d.difference
  FROM (SELECT n.model_id, count(*) FILTER (WHERE n.deleted_at IS NULL) - count(*) FILTER (WHERE o.deleted_at IS NULL) AS difference
    FROM changed n JOIN before o ON o.id = n.id
    WHERE (n.deleted_at IS NULL) <> (o.deleted_at IS NULL) GROUP BY n.model_id) d
  WHERE m.id = d.model_id;
  RETURN NULL;
END $$;

CREATE TRIGGER model_versions_counted_in AFTER INSERT ON model_versions
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION add_to_version_count();
CREATE TRIGGER model_versions_counted_out AFTER DELETE ON model_versions
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION add_to_version_count();
CREATE TRIGGER model_versions_recounted AFTER UPDATE ON model_versions
  REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION move_version_count();

-- One more order of the models list.
CREATE INDEX registered_models_versions_idx ON registered_models (workspace_id, version_count, lower(name), name);
