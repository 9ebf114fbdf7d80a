-- CreateTable
CREATE TABLE "predictions" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "workspace_id" UUID NOT NULL,
    "deployment_id" BIGINT NOT NULL,
    "revision" INTEGER NOT NULL,
    "model_version_id" BIGINT,
    "is_shadow" BOOLEAN NOT NULL,
    "key" TEXT,
    "status" SMALLINT NOT NULL,
    "error" TEXT,
    "latency_ms" REAL NOT NULL,
    "protocol" TEXT NOT NULL,
    "row_count" INTEGER NOT NULL,
    "inputs" JSON,
    "outputs" JSON,
    "answers" JSONB,
    "is_cut" BOOLEAN NOT NULL,
    "sample_rate" REAL NOT NULL,

    CONSTRAINT "predictions_pkey" PRIMARY KEY ("id","at","revision","is_shadow")
) PARTITION BY RANGE ("at");

-- CreateTable
CREATE TABLE "prediction_labels" (
    "workspace_id" UUID NOT NULL,
    "deployment_id" BIGINT NOT NULL,
    "target" TEXT NOT NULL,
    "row_index" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "value" JSONB NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "received_by_id" UUID NOT NULL,

    CONSTRAINT "prediction_labels_pkey" PRIMARY KEY ("deployment_id","target","row_index","at")
);

-- CreateTable
CREATE TABLE "prediction_log_settings" (
    "deployment_id" BIGINT NOT NULL,
    "workspace_id" UUID NOT NULL,
    "is_enabled" BOOLEAN NOT NULL,
    "sample_rate" REAL NOT NULL,
    "masked_columns" TEXT[],
    "max_bytes" INTEGER NOT NULL,
    "max_rows" INTEGER NOT NULL,
    "retention_days" INTEGER NOT NULL,

    CONSTRAINT "prediction_log_settings_pkey" PRIMARY KEY ("deployment_id")
);

-- CreateIndex
CREATE INDEX "predictions_deployment_at_idx" ON "predictions"("deployment_id", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "predictions_key_idx" ON "predictions"("deployment_id", "key", "at") WHERE "key" IS NOT NULL;

-- CreateIndex
CREATE UNIQUE INDEX "prediction_log_settings_deployment_id_workspace_id_key" ON "prediction_log_settings"("deployment_id", "workspace_id");

-- AddForeignKey
ALTER TABLE "prediction_labels" ADD CONSTRAINT "prediction_labels_deployment_id_workspace_id_fkey" FOREIGN KEY ("deployment_id", "workspace_id") REFERENCES "deployments"("id", "workspace_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "prediction_labels" ADD CONSTRAINT "prediction_labels_received_by_id_fkey" FOREIGN KEY ("received_by_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "prediction_log_settings" ADD CONSTRAINT "prediction_log_settings_deployment_id_workspace_id_fkey" FOREIGN KEY ("deployment_id", "workspace_id") REFERENCES "deployments"("id", "workspace_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What no day's partition takes: rows that are restored, or come while no partition was made.
CREATE TABLE predictions_other PARTITION OF predictions DEFAULT;

-- Days of UTC, each with a partition of its own. The role that Slipway runs as may own no table, so these run as their owner.
CREATE FUNCTION make_prediction_partitions(first_day date, last_day date) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  day date := first_day;
  made integer := 0;
  name text;
  opening timestamptz;
  closing timestamptz;
BEGIN
  IF last_day - first_day > 400 THEN
    RAISE EXCEPTION 'More than 400 days at once.';
  END IF;
  WHILE day <= last_day LOOP
    name := 'predictions_' || to_char(day, 'YYYYMMDD');
    opening := day::timestamp AT TIME ZONE 'UTC';
    closing := (day + 1)::timestamp AT TIME ZONE 'UTC';
    IF to_regclass('public.' || name) IS NULL
      AND NOT EXISTS (SELECT 1 FROM predictions_other WHERE at >= opening AND at < closing)
    THEN
      EXECUTE format('CREATE TABLE %I PARTITION OF predictions FOR VALUES FROM (%L) TO (%L)', name, opening, closing);
      made := made + 1;
    END IF;
    day := day + 1;
  END LOOP;
  RETURN made;
END $$;

CREATE FUNCTION drop_prediction_partitions(before date) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  part record;
  dropped integer := 0;
BEGIN
  FOR part IN
    SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'predictions'::regclass AND c.relname ~ '^predictions_[0-9]{8}$'
      AND to_date(right(c.relname, 8), 'YYYYMMDD') < before
  LOOP
    EXECUTE format('DROP TABLE %I', part.name);
    dropped := dropped + 1;
  END LOOP;
  RETURN dropped;
END $$;

ALTER TABLE prediction_log_settings ADD CONSTRAINT prediction_log_settings_sane
  CHECK (sample_rate BETWEEN 0 AND 1 AND max_bytes > 0 AND max_rows > 0 AND retention_days > 0);
