-- CreateTable
CREATE TABLE "prediction_uploads" (
    "workspace_id" UUID NOT NULL,
    "deployment_id" BIGINT NOT NULL,
    "idempotency_key" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "answer" JSONB NOT NULL,
    "posted_by_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "prediction_uploads_pkey" PRIMARY KEY ("deployment_id","idempotency_key")
);

-- CreateIndex
CREATE INDEX "prediction_uploads_at_idx" ON "prediction_uploads"("at");

-- AddForeignKey
ALTER TABLE "prediction_uploads" ADD CONSTRAINT "prediction_uploads_deployment_id_workspace_id_fkey" FOREIGN KEY ("deployment_id", "workspace_id") REFERENCES "deployments"("id", "workspace_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "prediction_uploads" ADD CONSTRAINT "prediction_uploads_posted_by_id_fkey" FOREIGN KEY ("posted_by_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
