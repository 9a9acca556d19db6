CREATE TABLE `histories` (
	`shopId` text NOT NULL,
	`runId` text NOT NULL,
	`page` integer NOT NULL,
	`data` text NOT NULL,
	PRIMARY KEY(`shopId`, `runId`, `page`)
);
--> statement-breakpoint
CREATE TABLE `segments` (
	`shopId` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`expression` text NOT NULL,
	`createdAt` integer NOT NULL,
	`createdBy` text,
	`archivedAt` integer,
	`rev` integer NOT NULL,
	`deleted` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`shopId`, `id`)
);
--> statement-breakpoint
CREATE INDEX `segmentsRev` ON `segments` (`shopId`,`rev`,`id`);--> statement-breakpoint
CREATE TABLE `products` (
	`shopId` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`cost` integer,
	`costAt` integer,
	`rev` integer NOT NULL,
	`deleted` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`shopId`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `productsName` ON `products` (`shopId`,`name`);--> statement-breakpoint
CREATE INDEX `productsRev` ON `products` (`shopId`,`rev`,`id`);--> statement-breakpoint
CREATE TABLE `refunds` (
	`shopId` text NOT NULL,
	`id` text NOT NULL,
	`orderId` text NOT NULL,
	`at` integer NOT NULL,
	`amount` integer NOT NULL,
	PRIMARY KEY(`shopId`, `id`)
);
--> statement-breakpoint
CREATE INDEX `refundsAt` ON `refunds` (`shopId`,`at`);--> statement-breakpoint
ALTER TABLE `shops` ADD `historyRun` text;--> statement-breakpoint
ALTER TABLE `shops` ADD `historyRev` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `runs` ADD `summary` text;--> statement-breakpoint
ALTER TABLE `runs` ADD `rev` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `runs` ADD `deleted` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `runsRev` ON `runs` (`shopId`,`rev`,`id`);--> statement-breakpoint
ALTER TABLE `customers` ADD `bought` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `customers` ADD `discount` integer;--> statement-breakpoint
ALTER TABLE `customers` ADD `region` text;--> statement-breakpoint
ALTER TABLE `customers` ADD `ordersRev` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `customersOrdersRev` ON `customers` (`shopId`,`ordersRev`);--> statement-breakpoint
ALTER TABLE `orders` ADD `products` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `orders` ADD `listTotal` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `orders` ADD `cost` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `orders` ADD `costedTotal` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `orderLinesProduct` ON `orderLines` (`shopId`,`product`);--> statement-breakpoint
-- Whose tier in force is not the one their figures call for, who is pinned, who has no figures yet: few, and all a
-- recompute must look at besides the customers whose orders changed.
CREATE INDEX `customersUnsettled` ON `customers` (`shopId`, `id`)
WHERE `deleted` = 0 AND (`figures` IS NULL OR `tier` IS NOT `figures` ->> 'tier' OR `pinTier` IS NOT NULL);
--> statement-breakpoint
-- Moves a person turned down lately: not proposed again for a while.
CREATE INDEX `movesDeclined` ON `moves` (`shopId`, `decidedAt`)
WHERE `decidedBy` IS NOT NULL AND `status` IN ('dismissed', 'undone');
--> statement-breakpoint
-- Ids of products are `p` and a number that counts up within the shop: the last one is a look-up.
CREATE INDEX `productsNumber` ON `products` (`shopId`, CAST(SUBSTR(`id`, 2) AS INTEGER));
--> statement-breakpoint
-- What orders and customers from before owe to their lines, as `db/queries/products.ts` and `orders.ts` would have it.
UPDATE `shops` SET `head` = `head` + 1;
--> statement-breakpoint
INSERT INTO `products` (`shopId`, `id`, `name`, `rev`)
SELECT g.`shopId`, 'p' || ROW_NUMBER() OVER (PARTITION BY g.`shopId` ORDER BY g.`first`), g.`product`, s.`head`
FROM (SELECT `shopId`, `product`, MIN(rowid) AS `first` FROM `orderLines` GROUP BY `shopId`, `product`) g
JOIN `shops` s ON s.`id` = g.`shopId`;
--> statement-breakpoint
UPDATE `orders` SET (`products`, `listTotal`) =
	(SELECT json_group_array(DISTINCT p.`id`), CAST(MIN(TOTAL(l.`price` * l.`quantity`), 9e15) AS INTEGER)
	FROM `orderLines` l CROSS JOIN `products` p ON p.`shopId` = l.`shopId` AND p.`name` = l.`product`
	WHERE l.`shopId` = `orders`.`shopId` AND l.`orderId` = `orders`.`id`)
WHERE `deleted` = 0;
--> statement-breakpoint
UPDATE `customers` SET
	(`rev`, `ordersRev`) = (SELECT `head`, `head` FROM `shops` WHERE `id` = `customers`.`shopId`),
	(`discount`, `bought`) =
		(SELECT CAST(MAX(0, MIN(100, ROUND(100 - 100.0 * t.`paid` / t.`listed`))) AS INTEGER),
			(SELECT CASE WHEN json_array_length(b.`ids`) <= 50 THEN b.`ids`
				ELSE (SELECT json_group_array(k.`value`) FROM json_each(b.`ids`) k WHERE k.`key` = 0 OR k.`key` > json_array_length(b.`ids`) - 50) END
			FROM (SELECT json_group_array(DISTINCT a.`value`) AS `ids` FROM json_each('[' || COALESCE(t.`products`, '') || ']') a) b)
		FROM (SELECT TOTAL(o.`total`) FILTER (WHERE o.`listTotal` > 0) AS `paid`, NULLIF(TOTAL(o.`listTotal`), 0) AS `listed`,
				group_concat(SUBSTR(o.`products`, 2, LENGTH(o.`products`) - 2)) FILTER (WHERE o.`products` <> '[]') AS `products`
			FROM (SELECT * FROM `orders` WHERE `shopId` = `customers`.`shopId` AND `customerId` = `customers`.`id`
				AND `deleted` = 0 AND `status` NOT IN ('pending', 'cancelled') ORDER BY `placedAt`) o) t),
	-- Chinese addresses begin with the province, which its first two characters tell; others are read when they come anew.
	`region` = CASE SUBSTR(REPLACE(TRIM(`address`), ' ', ''), 1, 2) WHEN '黑龙' THEN '黑龙江' WHEN '内蒙' THEN '内蒙古'
		ELSE (SELECT `value` FROM json_each('["北京","天津","上海","重庆","河北","山西","辽宁","吉林","江苏","浙江","安徽","福建","江西","山东","河南","湖北","湖南","广东","海南","四川","贵州","云南","陕西","甘肃","青海","广西","西藏","宁夏","新疆","香港","澳门","台湾"]')
			WHERE `value` = SUBSTR(REPLACE(TRIM(`customers`.`address`), ' ', ''), 1, 2)) END
WHERE `deleted` = 0;
