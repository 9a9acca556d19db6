ALTER TABLE `disputes` ADD `spent` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
UPDATE disputes SET spent = coalesce((
  SELECT sum(e.data ->> '$.past.actualCost') FROM disputeEvents e
  WHERE e.shopId = disputes.shopId AND e.disputeId = disputes.id AND e.kind = 'reopened'
), 0) WHERE loop > 0;--> statement-breakpoint
UPDATE disputes SET spent = spent + (
  WITH RECURSIVE gone (id) AS (
    SELECT m.id FROM disputes m WHERE m.shopId = disputes.shopId AND m.mergedInto = disputes.id
    UNION
    SELECT m.id FROM disputes m JOIN gone ON m.mergedInto = gone.id WHERE m.shopId = disputes.shopId
  )
  SELECT coalesce(sum(m.spent + coalesce(m.actualCost, CASE WHEN m.resolvedAt IS NULL THEN 0 ELSE (
    SELECT coalesce(sum(r.value ->> '$.cost'), 0) FROM json_each(m.remedies) r
  ) END)), 0) FROM disputes m JOIN gone ON gone.id = m.id WHERE m.shopId = disputes.shopId
) WHERE step <> 'closed' AND id IN (SELECT mergedInto FROM disputes WHERE mergedInto IS NOT NULL);
