-- CreateTable
CREATE TABLE "model_card_versions" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" UUID NOT NULL,
    "version_id" BIGINT NOT NULL,
    "number" INTEGER NOT NULL,
    "document" JSONB NOT NULL,
    "document_hash" TEXT NOT NULL,
    "changes" TEXT[],
    "note" TEXT NOT NULL DEFAULT '',
    "author_id" UUID NOT NULL,
    "author" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "model_card_versions_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "model_card_versions_workspace_id_version_id_id_idx" ON "model_card_versions"("workspace_id", "version_id", "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "model_card_versions_version_id_number_key" ON "model_card_versions"("version_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "model_versions_id_workspace_id_key" ON "model_versions"("id", "workspace_id");

-- AddForeignKey
ALTER TABLE "model_card_versions" ADD CONSTRAINT "model_card_versions_version_id_workspace_id_fkey" FOREIGN KEY ("version_id", "workspace_id") REFERENCES "model_versions"("id", "workspace_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What was said of a version stays as it was said. Rows go with the model they belong to only.
CREATE FUNCTION refuse_card_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT 1 FROM model_versions WHERE id = OLD.version_id) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'model_card_versions is immutable';
END $$;
CREATE TRIGGER model_card_versions_immutable BEFORE UPDATE OR DELETE ON model_card_versions
  FOR EACH ROW EXECUTE FUNCTION refuse_card_change();
CREATE TRIGGER model_card_versions_not_truncated BEFORE TRUNCATE ON model_card_versions
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_card_change();

-- A card is part of what is signed: open requests about its version are looked at once more. Each card queues its own
-- look, since one that has begun may have read the card before.
CREATE FUNCTION review_requests_of_card() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO queue_items (kind, payload, dedupe_key)
    SELECT 'approvals.review', jsonb_build_object('workspaceId', r.workspace_id, 'number', r.number),
      'approvals.review:' || r.id || ':card:' || NEW.id
    FROM approval_requests r
    WHERE r.workspace_id = NEW.workspace_id AND r.version_id = NEW.version_id AND r.status IN ('pending', 'approved')
    ON CONFLICT (dedupe_key) DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER model_card_versions_reviewed AFTER INSERT ON model_card_versions
  FOR EACH ROW EXECUTE FUNCTION review_requests_of_card();
