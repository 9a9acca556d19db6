CREATE TABLE `deliveries` (
	`shopId` text NOT NULL,
	`notificationId` text NOT NULL,
	`subscriptionId` text NOT NULL,
	`status` text NOT NULL,
	`attempts` integer NOT NULL,
	`nextAt` integer,
	`at` integer NOT NULL,
	PRIMARY KEY(`shopId`, `notificationId`, `subscriptionId`)
);
--> statement-breakpoint
CREATE TABLE `disputeEvents` (
	`shopId` text NOT NULL,
	`id` text NOT NULL,
	`disputeId` text NOT NULL,
	`kind` text NOT NULL,
	`at` integer NOT NULL,
	`by` text,
	`data` text NOT NULL,
	`rev` integer NOT NULL,
	`deleted` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`shopId`, `id`)
);
--> statement-breakpoint
CREATE INDEX `disputeEventsRev` ON `disputeEvents` (`shopId`,`rev`,`id`);--> statement-breakpoint
CREATE TABLE `disputes` (
	`shopId` text NOT NULL,
	`id` text NOT NULL,
	`customerId` text NOT NULL,
	`orderId` text,
	`orderRef` text,
	`product` text,
	`channel` text NOT NULL,
	`source` text NOT NULL,
	`step` text NOT NULL,
	`loop` integer NOT NULL,
	`openedAt` integer NOT NULL,
	`openedBy` text,
	`assignee` text,
	`words` text NOT NULL,
	`wants` text,
	`firstReplyDueAt` integer,
	`firstReplyAt` integer,
	`reply` text,
	`surface` text,
	`real` text,
	`causeFamily` text,
	`cause` text,
	`responsibility` text,
	`severity` text,
	`remedies` text NOT NULL,
	`approval` text NOT NULL,
	`approvedBy` text,
	`told` text,
	`resolveDueAt` integer,
	`resolvedAt` integer,
	`confirmedCause` text,
	`done` text,
	`actualCost` integer,
	`lesson` text,
	`recordedAt` integer,
	`followUpAt` integer,
	`attempts` integer NOT NULL,
	`satisfaction` text,
	`outcome` text,
	`closedAt` integer,
	`rev` integer NOT NULL,
	`deleted` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`shopId`, `id`)
);
--> statement-breakpoint
CREATE INDEX `disputesRev` ON `disputes` (`shopId`,`rev`,`id`);--> statement-breakpoint
CREATE INDEX `disputesCustomer` ON `disputes` (`shopId`,`customerId`);--> statement-breakpoint
CREATE INDEX `disputesStep` ON `disputes` (`shopId`,`step`,`openedAt`);--> statement-breakpoint
CREATE TABLE `notifications` (
	`shopId` text NOT NULL,
	`id` text NOT NULL,
	`category` text NOT NULL,
	`params` text NOT NULL,
	`url` text NOT NULL,
	`at` integer NOT NULL,
	`readAt` integer,
	`onceKey` text NOT NULL,
	`byMember` text,
	`settledAt` integer,
	`rev` integer NOT NULL,
	`deleted` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`shopId`, `id`)
);
--> statement-breakpoint
CREATE INDEX `notificationsRev` ON `notifications` (`shopId`,`rev`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `notificationsOnce` ON `notifications` (`shopId`,`onceKey`);--> statement-breakpoint
CREATE INDEX `notificationsUnsettled` ON `notifications` (`shopId`,`settledAt`,`at`);--> statement-breakpoint
CREATE TABLE `offers` (
	`shopId` text NOT NULL,
	`id` text NOT NULL,
	`customerId` text NOT NULL,
	`kind` text NOT NULL,
	`value` integer NOT NULL,
	`gift` text,
	`code` text NOT NULL,
	`minimum` integer NOT NULL,
	`validUntil` integer NOT NULL,
	`message` text NOT NULL,
	`status` text NOT NULL,
	`cancelReason` text,
	`channel` text,
	`cost` integer NOT NULL,
	`why` text NOT NULL,
	`createdAt` integer NOT NULL,
	`createdBy` text,
	`sentAt` integer,
	`returnedAt` integer,
	`revenue` integer,
	`rev` integer NOT NULL,
	`deleted` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`shopId`, `id`)
);
--> statement-breakpoint
CREATE INDEX `offersRev` ON `offers` (`shopId`,`rev`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `offersCode` ON `offers` (`shopId`,`code`);--> statement-breakpoint
CREATE INDEX `offersCustomer` ON `offers` (`shopId`,`customerId`,`status`);--> statement-breakpoint
CREATE TABLE `pushSubscriptions` (
	`shopId` text NOT NULL,
	`id` text NOT NULL,
	`memberId` text NOT NULL,
	`endpoint` text NOT NULL,
	`p256dh` text NOT NULL,
	`auth` text NOT NULL,
	`locale` text NOT NULL,
	`createdAt` integer NOT NULL,
	`lastOkAt` integer,
	PRIMARY KEY(`shopId`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `pushSubscriptionsEndpoint` ON `pushSubscriptions` (`shopId`,`endpoint`);--> statement-breakpoint
CREATE TABLE `tasks` (
	`shopId` text NOT NULL,
	`id` text NOT NULL,
	`kind` text NOT NULL,
	`customerId` text NOT NULL,
	`disputeId` text,
	`offerId` text,
	`dueAt` integer NOT NULL,
	`status` text NOT NULL,
	`snoozedUntil` integer,
	`doneAt` integer,
	`worth` integer NOT NULL,
	`assignee` text,
	`createdAt` integer NOT NULL,
	`rev` integer NOT NULL,
	`deleted` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`shopId`, `id`)
);
--> statement-breakpoint
CREATE INDEX `tasksRev` ON `tasks` (`shopId`,`rev`,`id`);--> statement-breakpoint
CREATE INDEX `tasksDue` ON `tasks` (`shopId`,`status`,`dueAt`);--> statement-breakpoint
CREATE TABLE `apiKeys` (
	`shopId` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`keyHash` text NOT NULL,
	`scopes` text NOT NULL,
	`createdAt` integer NOT NULL,
	`revokedAt` integer,
	PRIMARY KEY(`shopId`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `apiKeysHash` ON `apiKeys` (`shopId`,`keyHash`);--> statement-breakpoint
CREATE TABLE `audit` (
	`shopId` text NOT NULL,
	`id` text NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL,
	`action` text NOT NULL,
	`target` text,
	PRIMARY KEY(`shopId`, `id`)
);
--> statement-breakpoint
CREATE TABLE `clients` (
	`shopId` text NOT NULL,
	`id` text NOT NULL,
	`memberId` text NOT NULL,
	`lastSeq` integer NOT NULL,
	`seenAt` integer NOT NULL,
	PRIMARY KEY(`shopId`, `id`)
);
--> statement-breakpoint
CREATE TABLE `logins` (
	`email` text PRIMARY KEY NOT NULL,
	`shopId` text NOT NULL,
	`memberId` text NOT NULL,
	`password` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `members` (
	`shopId` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`role` text NOT NULL,
	`rev` integer NOT NULL,
	`deleted` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`shopId`, `id`)
);
--> statement-breakpoint
CREATE INDEX `membersRev` ON `members` (`shopId`,`rev`,`id`);--> statement-breakpoint
CREATE TABLE `mutations` (
	`shopId` text NOT NULL,
	`clientId` text NOT NULL,
	`seq` integer NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`status` text NOT NULL,
	`code` text,
	`details` text,
	`saidAt` integer NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`shopId`, `clientId`, `seq`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `mutationsId` ON `mutations` (`shopId`,`id`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`shopId` text NOT NULL,
	`tokenHash` text NOT NULL,
	`memberId` text NOT NULL,
	`createdAt` integer NOT NULL,
	`expiresAt` integer NOT NULL,
	PRIMARY KEY(`shopId`, `tokenHash`)
);
--> statement-breakpoint
CREATE TABLE `shops` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`currency` text NOT NULL,
	`timezone` text NOT NULL,
	`locale` text NOT NULL,
	`settings` text NOT NULL,
	`demo` integer DEFAULT 0 NOT NULL,
	`createdAt` integer NOT NULL,
	`figuresAsOf` integer,
	`head` integer DEFAULT 0 NOT NULL,
	`rev` integer NOT NULL,
	`deleted` integer DEFAULT 0 NOT NULL,
	`epoch` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `figures` (
	`shopId` text NOT NULL,
	`runId` text NOT NULL,
	`customerId` text NOT NULL,
	`figures` text NOT NULL,
	`tier` text,
	`unpin` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`shopId`, `runId`, `customerId`)
);
--> statement-breakpoint
CREATE TABLE `moves` (
	`shopId` text NOT NULL,
	`id` text NOT NULL,
	`customerId` text NOT NULL,
	`runId` text NOT NULL,
	`from` text,
	`to` text NOT NULL,
	`why` text NOT NULL,
	`up` text NOT NULL,
	`worth` integer NOT NULL,
	`status` text NOT NULL,
	`at` integer NOT NULL,
	`decidedAt` integer,
	`decidedBy` text,
	`rev` integer NOT NULL,
	`deleted` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`shopId`, `id`)
);
--> statement-breakpoint
CREATE INDEX `movesRev` ON `moves` (`shopId`,`rev`,`id`);--> statement-breakpoint
CREATE INDEX `movesStatus` ON `moves` (`shopId`,`status`);--> statement-breakpoint
CREATE INDEX `movesCustomer` ON `moves` (`shopId`,`customerId`);--> statement-breakpoint
CREATE TABLE `runs` (
	`shopId` text NOT NULL,
	`id` text NOT NULL,
	`asOf` integer NOT NULL,
	`startedAt` integer NOT NULL,
	`finishedAt` integer,
	`customers` integer DEFAULT 0 NOT NULL,
	`moves` integer DEFAULT 0 NOT NULL,
	`past` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`shopId`, `id`)
);
--> statement-breakpoint
CREATE INDEX `runsAt` ON `runs` (`shopId`,`startedAt`);--> statement-breakpoint
CREATE TABLE `customers` (
	`shopId` text NOT NULL,
	`id` text NOT NULL,
	`source` text NOT NULL,
	`accountId` text,
	`nickname` text,
	`name` text,
	`phone` text,
	`email` text,
	`address` text,
	`note` text,
	`createdAt` integer NOT NULL,
	`ordersCount` integer DEFAULT 0 NOT NULL,
	`net` integer DEFAULT 0 NOT NULL,
	`firstOrderAt` integer,
	`lastOrderAt` integer,
	`tier` text,
	`pinTier` text,
	`pinReason` text,
	`pinUntil` integer,
	`figures` text,
	`openDisputes` integer DEFAULT 0 NOT NULL,
	`unhappyAt` integer,
	`lastContactAt` integer,
	`recentContacts` text DEFAULT '[]' NOT NULL,
	`doNotContact` integer DEFAULT 0 NOT NULL,
	`rev` integer NOT NULL,
	`deleted` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`shopId`, `id`)
);
--> statement-breakpoint
CREATE INDEX `customersRev` ON `customers` (`shopId`,`rev`,`id`);--> statement-breakpoint
CREATE TABLE `identities` (
	`shopId` text NOT NULL,
	`key` text NOT NULL,
	`customerId` text NOT NULL,
	PRIMARY KEY(`shopId`, `key`)
);
--> statement-breakpoint
CREATE INDEX `identitiesCustomer` ON `identities` (`shopId`,`customerId`);--> statement-breakpoint
CREATE TABLE `importChanges` (
	`shopId` text NOT NULL,
	`importId` text NOT NULL,
	`orderId` text NOT NULL,
	`before` text,
	`after` text NOT NULL,
	PRIMARY KEY(`shopId`, `importId`, `orderId`)
);
--> statement-breakpoint
CREATE TABLE `importChunks` (
	`shopId` text NOT NULL,
	`importId` text NOT NULL,
	`n` integer NOT NULL,
	`answer` text NOT NULL,
	PRIMARY KEY(`shopId`, `importId`, `n`)
);
--> statement-breakpoint
CREATE TABLE `imports` (
	`shopId` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`format` text NOT NULL,
	`fileHash` text NOT NULL,
	`chunks` integer NOT NULL,
	`done` integer DEFAULT 0 NOT NULL,
	`created` integer DEFAULT 0 NOT NULL,
	`updated` integer DEFAULT 0 NOT NULL,
	`unchanged` integer DEFAULT 0 NOT NULL,
	`rejected` integer DEFAULT 0 NOT NULL,
	`createdAt` integer NOT NULL,
	`createdBy` text,
	`finishedAt` integer,
	`undoneAt` integer,
	PRIMARY KEY(`shopId`, `id`)
);
--> statement-breakpoint
CREATE INDEX `importsAt` ON `imports` (`shopId`,`createdAt`);--> statement-breakpoint
CREATE TABLE `orderLines` (
	`shopId` text NOT NULL,
	`orderId` text NOT NULL,
	`n` integer NOT NULL,
	`product` text NOT NULL,
	`sku` text,
	`quantity` integer NOT NULL,
	`price` integer NOT NULL,
	PRIMARY KEY(`shopId`, `orderId`, `n`)
);
--> statement-breakpoint
CREATE TABLE `orders` (
	`shopId` text NOT NULL,
	`id` text NOT NULL,
	`customerId` text,
	`source` text NOT NULL,
	`externalId` text NOT NULL,
	`placedAt` integer NOT NULL,
	`status` text NOT NULL,
	`total` integer NOT NULL,
	`refunded` integer NOT NULL,
	`summary` text NOT NULL,
	`hash` text NOT NULL,
	`rev` integer NOT NULL,
	`deleted` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`shopId`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `ordersIdentity` ON `orders` (`shopId`,`source`,`externalId`);--> statement-breakpoint
CREATE INDEX `ordersCustomer` ON `orders` (`shopId`,`customerId`,`placedAt`);--> statement-breakpoint
CREATE INDEX `ordersRev` ON `orders` (`shopId`,`rev`,`id`);--> statement-breakpoint
CREATE TABLE `undone` (
	`shopId` text NOT NULL,
	`importId` text NOT NULL,
	`orderId` text NOT NULL,
	`customerId` text,
	PRIMARY KEY(`shopId`, `importId`, `orderId`)
);
