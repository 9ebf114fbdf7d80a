-- AlterTable
ALTER TABLE "gate_results" ADD COLUMN     "basis" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "report_key" TEXT;

-- AlterTable
ALTER TABLE "gate_waivers" ADD COLUMN     "ended_at" TIMESTAMPTZ(3),
ADD COLUMN     "revoked_by" TEXT;

-- CreateTable
CREATE TABLE "model_version_manifests" (
    "version_id" BIGINT NOT NULL,
    "workspace_id" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "files" JSONB NOT NULL,
    "file_count" INTEGER NOT NULL,
    "bytes" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "model_version_manifests_pkey" PRIMARY KEY ("version_id")
);

-- CreateIndex
CREATE INDEX "gate_results_fresh_until_idx" ON "gate_results"("fresh_until");

-- CreateIndex
CREATE UNIQUE INDEX "gate_results_request_id_gate_key_report_key_key" ON "gate_results"("request_id", "gate_key", "report_key");

-- CreateIndex
CREATE INDEX "gate_waivers_until_idx" ON "gate_waivers"("until");

CREATE TRIGGER model_version_manifests_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON model_version_manifests
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_decision_change();

-- A waiver says who let what pass, why and until when for good. Its end is added once.
CREATE FUNCTION refuse_waiver_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE'
    AND (to_jsonb(NEW) - '{revoked_at,revoked_by,ended_at}'::text[]) = (to_jsonb(OLD) - '{revoked_at,revoked_by,ended_at}'::text[])
    AND (OLD.revoked_at IS NULL OR (NEW.revoked_at, NEW.revoked_by) IS NOT DISTINCT FROM (OLD.revoked_at, OLD.revoked_by))
    AND (OLD.ended_at IS NULL OR NEW.ended_at IS NOT DISTINCT FROM OLD.ended_at) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'gate_waivers is immutable';
END $$;
CREATE TRIGGER gate_waivers_immutable BEFORE UPDATE OR DELETE ON gate_waivers
  FOR EACH ROW EXECUTE FUNCTION refuse_waiver_change();
