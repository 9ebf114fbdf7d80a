ALTER TABLE "model_versions" ADD COLUMN "storage_location" TEXT;
UPDATE "model_versions" SET "storage_location" = "source";
ALTER TABLE "model_versions" ALTER COLUMN "storage_location" SET NOT NULL;
