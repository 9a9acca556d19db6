CREATE TABLE `evidence` (
	`shopId` text NOT NULL,
	`id` text NOT NULL,
	`disputeId` text NOT NULL,
	`name` text NOT NULL,
	`type` text NOT NULL,
	`size` integer NOT NULL,
	`hash` text NOT NULL,
	`at` integer NOT NULL,
	`by` text,
	`source` text NOT NULL,
	`storedAt` integer,
	`removedAt` integer,
	`rev` integer NOT NULL,
	`deleted` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`shopId`, `id`)
);
--> statement-breakpoint
CREATE INDEX `evidenceRev` ON `evidence` (`shopId`,`rev`,`id`);--> statement-breakpoint
CREATE INDEX `evidenceDispute` ON `evidence` (`shopId`,`disputeId`);--> statement-breakpoint
CREATE TABLE `fixes` (
	`shopId` text NOT NULL,
	`id` text NOT NULL,
	`dimension` text NOT NULL,
	`value` text NOT NULL,
	`note` text NOT NULL,
	`at` integer NOT NULL,
	`by` text,
	`endedAt` integer,
	`rev` integer NOT NULL,
	`deleted` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`shopId`, `id`)
);
--> statement-breakpoint
CREATE INDEX `fixesRev` ON `fixes` (`shopId`,`rev`,`id`);--> statement-breakpoint
CREATE TABLE `links` (
	`shopId` text NOT NULL,
	`id` text NOT NULL,
	`kind` text NOT NULL,
	`disputeId` text,
	`customerId` text,
	`token` text NOT NULL,
	`createdAt` integer NOT NULL,
	`createdBy` text,
	`expiresAt` integer NOT NULL,
	`revokedAt` integer,
	`rev` integer NOT NULL,
	`deleted` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`shopId`, `id`)
);
--> statement-breakpoint
CREATE INDEX `linksRev` ON `links` (`shopId`,`rev`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `linksToken` ON `links` (`shopId`,`token`);--> statement-breakpoint
CREATE INDEX `linksDispute` ON `links` (`shopId`,`disputeId`);--> statement-breakpoint
CREATE TABLE `templates` (
	`shopId` text NOT NULL,
	`id` text NOT NULL,
	`key` text NOT NULL,
	`locale` text NOT NULL,
	`text` text NOT NULL,
	`updatedAt` integer NOT NULL,
	`updatedBy` text,
	`rev` integer NOT NULL,
	`deleted` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`shopId`, `id`)
);
--> statement-breakpoint
CREATE INDEX `templatesRev` ON `templates` (`shopId`,`rev`,`id`);--> statement-breakpoint
ALTER TABLE `disputes` ADD `carrier` text;--> statement-breakpoint
ALTER TABLE `disputes` ADD `heardAt` integer;--> statement-breakpoint
ALTER TABLE `disputes` ADD `answeredAt` integer;--> statement-breakpoint
ALTER TABLE `disputes` ADD `waitingSince` integer;--> statement-breakpoint
ALTER TABLE `disputes` ADD `waitedMs` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `disputes` ADD `nextReplyDueAt` integer;--> statement-breakpoint
ALTER TABLE `disputes` ADD `handleBy` integer;--> statement-breakpoint
ALTER TABLE `disputes` ADD `proveBy` integer;--> statement-breakpoint
ALTER TABLE `disputes` ADD `snoozedUntil` integer;--> statement-breakpoint
ALTER TABLE `disputes` ADD `mergedInto` text;--> statement-breakpoint
CREATE INDEX `disputeEventsDispute` ON `disputeEvents` (`shopId`,`disputeId`);