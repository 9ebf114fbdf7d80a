-- CreateTable
CREATE TABLE "prediction_halves" (
    "workspace_id" UUID NOT NULL,
    "deployment_id" BIGINT NOT NULL,
    "event_id" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "body" JSON NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "prediction_halves_pkey" PRIMARY KEY ("deployment_id","event_id","side")
);

-- CreateIndex
CREATE INDEX "prediction_halves_received_at_idx" ON "prediction_halves"("received_at");

-- AddForeignKey
ALTER TABLE "prediction_halves" ADD CONSTRAINT "prediction_halves_deployment_id_workspace_id_fkey" FOREIGN KEY ("deployment_id", "workspace_id") REFERENCES "deployments"("id", "workspace_id") ON DELETE CASCADE ON UPDATE CASCADE;
