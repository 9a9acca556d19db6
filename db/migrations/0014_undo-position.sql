ALTER TABLE `imports` ADD `undoneUpTo` text;--> statement-breakpoint
CREATE INDEX `importsUndoing` ON `imports` (`shopId`) WHERE "imports"."undoneUpTo" IS NOT NULL;