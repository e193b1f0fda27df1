-- What the trail has sealed by count and digest (lib/trail/seal-ledger.ts) is settled, and stays as it is.
ALTER TABLE "webhook_delivery" ADD CONSTRAINT "sealed_rows_are_settled" CHECK ("sealed_by" IS NULL OR "state" <> 'waiting');

CREATE FUNCTION "refuse_change_of_sealed"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'this row of % is sealed by entry % of the trail: % is refused', TG_TABLE_NAME, OLD."sealed_by", TG_OP;
END $$;
CREATE TRIGGER "sealed_rows_stay" BEFORE UPDATE OR DELETE ON "webhook_delivery"
  FOR EACH ROW WHEN (OLD."sealed_by" IS NOT NULL) EXECUTE FUNCTION "refuse_change_of_sealed"();
