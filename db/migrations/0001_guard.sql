-- An UPDATE that matches nothing is no error, so each guarded one is followed by
-- `INSERT INTO guard (ok) SELECT changes()`: anything but exactly one row aborts the whole batch.
CREATE VIEW `guard` AS SELECT 1 AS `ok`;
--> statement-breakpoint
CREATE TRIGGER `guardCheck` INSTEAD OF INSERT ON `guard` WHEN NEW.`ok` IS NOT 1
BEGIN
	SELECT RAISE(ABORT, 'guard_failed');
END;
