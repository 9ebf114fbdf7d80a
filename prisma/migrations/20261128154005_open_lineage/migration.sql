-- CreateTable
CREATE TABLE "lineage_nodes" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "identity" TEXT NOT NULL,
    "namespace" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "version" TEXT NOT NULL DEFAULT '',
    "content_key" TEXT NOT NULL DEFAULT '',
    "place" TEXT NOT NULL DEFAULT '',
    "state" TEXT NOT NULL DEFAULT '',
    "state_at" BIGINT NOT NULL DEFAULT 0,
    "first_at" BIGINT NOT NULL,
    "last_at" BIGINT NOT NULL,
    "facets" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "lineage_nodes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lineage_edges" (
    "workspace_id" UUID NOT NULL,
    "source_id" BIGINT NOT NULL,
    "target_id" BIGINT NOT NULL,
    "role" TEXT NOT NULL,
    "at" BIGINT NOT NULL,

    CONSTRAINT "lineage_edges_pkey" PRIMARY KEY ("source_id","target_id","role")
);

-- CreateIndex
CREATE INDEX "lineage_nodes_workspace_id_kind_last_at_id_idx" ON "lineage_nodes"("workspace_id", "kind", "last_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "lineage_nodes_workspace_id_content_key_idx" ON "lineage_nodes"("workspace_id", "content_key");

-- CreateIndex
CREATE UNIQUE INDEX "lineage_nodes_id_workspace_id_key" ON "lineage_nodes"("id", "workspace_id");

-- CreateIndex
CREATE UNIQUE INDEX "lineage_nodes_workspace_id_kind_identity_key" ON "lineage_nodes"("workspace_id", "kind", "identity");

-- CreateIndex
CREATE INDEX "lineage_edges_source_id_role_at_idx" ON "lineage_edges"("source_id", "role", "at" DESC);

-- CreateIndex
CREATE INDEX "lineage_edges_target_id_role_at_idx" ON "lineage_edges"("target_id", "role", "at" DESC);

-- AddForeignKey
ALTER TABLE "lineage_nodes" ADD CONSTRAINT "lineage_nodes_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lineage_edges" ADD CONSTRAINT "lineage_edges_source_id_workspace_id_fkey" FOREIGN KEY ("source_id", "workspace_id") REFERENCES "lineage_nodes"("id", "workspace_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lineage_edges" ADD CONSTRAINT "lineage_edges_target_id_workspace_id_fkey" FOREIGN KEY ("target_id", "workspace_id") REFERENCES "lineage_nodes"("id", "workspace_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What lies at the same place is found by the whole address, which may be longer than a B-tree entry.
CREATE INDEX "lineage_nodes_place_idx" ON "lineage_nodes" USING hash ("place") WHERE "kind" = 'external-dataset' AND "version" = '';
CREATE INDEX "datasets_place_idx" ON "datasets" USING hash ("place") WHERE "place" <> '';
