-- CreateTable
CREATE TABLE "model_file_makers" (
    "workspace_id" UUID NOT NULL,
    "location" BYTEA NOT NULL,
    "email" TEXT NOT NULL,

    CONSTRAINT "model_file_makers_pkey" PRIMARY KEY ("workspace_id","location","email")
);

-- AddForeignKey
ALTER TABLE "model_file_makers" ADD CONSTRAINT "model_file_makers_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

INSERT INTO model_file_makers (workspace_id, location, email)
SELECT DISTINCT workspace_id, sha256(convert_to(storage_location, 'UTF8')), lower(owner) FROM model_versions
WHERE storage_location <> '' AND owner <> '';

-- Who registered files has a part in them for good: deleting the version, or its model, frees nobody.
CREATE FUNCTION keep_file_maker() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO model_file_makers (workspace_id, location, email)
    VALUES (NEW.workspace_id, sha256(convert_to(NEW.storage_location, 'UTF8')), lower(NEW.owner))
    ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER model_versions_keep_file_maker AFTER INSERT OR UPDATE OF owner, storage_location ON model_versions
  FOR EACH ROW WHEN (NEW.storage_location <> '' AND NEW.owner <> '') EXECUTE FUNCTION keep_file_maker();
