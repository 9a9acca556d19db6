CREATE TABLE `challenges` (
	`hash` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`shopId` text,
	`memberId` text,
	`expiresAt` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `limits` (
	`key` text PRIMARY KEY NOT NULL,
	`hits` integer NOT NULL,
	`lastAt` integer NOT NULL,
	`resetAt` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `limitsReset` ON `limits` (`resetAt`);--> statement-breakpoint
CREATE TABLE `oneTimeLinks` (
	`tokenHash` text PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`kind` text NOT NULL,
	`shopId` text,
	`memberId` text,
	`role` text,
	`name` text,
	`createdAt` integer NOT NULL,
	`createdBy` text,
	`expiresAt` integer NOT NULL,
	`usedAt` integer,
	`revokedAt` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `oneTimeLinksId` ON `oneTimeLinks` (`id`);--> statement-breakpoint
CREATE INDEX `oneTimeLinksShop` ON `oneTimeLinks` (`shopId`,`kind`,`createdAt`);--> statement-breakpoint
CREATE TABLE `passkeys` (
	`id` text PRIMARY KEY NOT NULL,
	`shopId` text NOT NULL,
	`memberId` text NOT NULL,
	`publicKey` text NOT NULL,
	`counter` integer NOT NULL,
	`transports` text NOT NULL,
	`name` text NOT NULL,
	`createdAt` integer NOT NULL,
	`lastUsedAt` integer
);
--> statement-breakpoint
CREATE INDEX `passkeysMember` ON `passkeys` (`shopId`,`memberId`);--> statement-breakpoint
CREATE TABLE `rememberedDevices` (
	`tokenHash` text NOT NULL,
	`shopId` text NOT NULL,
	`memberId` text NOT NULL,
	`createdAt` integer NOT NULL,
	`lastUsedAt` integer NOT NULL,
	PRIMARY KEY(`tokenHash`, `memberId`)
);
--> statement-breakpoint
CREATE INDEX `rememberedDevicesMember` ON `rememberedDevices` (`shopId`,`memberId`);--> statement-breakpoint
ALTER TABLE `disputes` ADD `viaLink` text;--> statement-breakpoint
ALTER TABLE `notifications` ADD `readBy` text DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE `apiKeys` ADD `createdBy` text;--> statement-breakpoint
ALTER TABLE `apiKeys` ADD `lastUsedAt` integer;--> statement-breakpoint
ALTER TABLE `logins` ADD `passwordAt` integer;--> statement-breakpoint
ALTER TABLE `members` ADD `formerName` text;--> statement-breakpoint
ALTER TABLE `sessions` ADD `id` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `sessions` ADD `device` text;--> statement-breakpoint
ALTER TABLE `sessions` ADD `place` text;--> statement-breakpoint
ALTER TABLE `sessions` ADD `lastUsedAt` integer;--> statement-breakpoint
CREATE INDEX `sessionsMember` ON `sessions` (`shopId`,`memberId`);--> statement-breakpoint
ALTER TABLE `customers` ADD `consent` text DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE `customers` ADD `erasedAt` integer;--> statement-breakpoint
CREATE INDEX `auditAt` ON `audit` (`shopId`,`at`,`id`);--> statement-breakpoint
UPDATE `sessions` SET `id` = lower(hex(randomblob(16)));--> statement-breakpoint
UPDATE `apiKeys` SET `createdBy` = (
	SELECT substr(`a`.`actor`, 8) FROM `audit` `a`
	WHERE `a`.`shopId` = `apiKeys`.`shopId` AND `a`.`action` = 'key.create' AND `a`.`target` = `apiKeys`.`id` AND `a`.`actor` LIKE 'member:%');--> statement-breakpoint
UPDATE `notifications` SET `readBy` = (
	SELECT json_group_object(`m`.`id`, `notifications`.`readAt`) FROM `members` `m`
	WHERE `m`.`shopId` = `notifications`.`shopId` AND `m`.`deleted` = 0)
WHERE `readAt` IS NOT NULL;
