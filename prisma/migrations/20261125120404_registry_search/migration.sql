-- The models list in each of its orders, and the models of an owner.
-- CreateIndex
CREATE INDEX "registered_models_workspace_id_last_update_time_name_id_idx" ON "registered_models"("workspace_id", "last_update_time", "name", "id");

-- CreateIndex
CREATE INDEX "registered_models_workspace_id_creation_time_name_id_idx" ON "registered_models"("workspace_id", "creation_time", "name", "id");

-- CreateIndex
CREATE INDEX "registered_models_workspace_id_owner_idx" ON "registered_models"("workspace_id", "owner");

-- The same by name, whatever its case.
CREATE INDEX "registered_models_lower_name_idx" ON "registered_models" ("workspace_id", lower("name"), "name");

-- What carries a tag. Values may be too long for an index: their beginning is not.
CREATE INDEX "registered_model_tags_value_idx" ON "registered_model_tags" ("key", left("value", 200), "model_id");
CREATE INDEX "model_version_tags_value_idx" ON "model_version_tags" ("key", left("value", 200), "version_id");
