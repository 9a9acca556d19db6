ALTER TABLE `pushSubscriptions` ADD `sessionId` text;--> statement-breakpoint
CREATE INDEX `challengesExpires` ON `challenges` (`expiresAt`);