-- What a buyer left to be reached by stood inside of a note; and those who wrote with an e-mail only were called by it.
UPDATE `shops` SET `head` = `head` + 1
WHERE EXISTS (SELECT 1 FROM `disputeEvents` e WHERE e.`shopId` = `shops`.`id` AND e.`kind` = 'note' AND e.`by` IS NULL AND e.`deleted` = 0
		AND (e.`data` ->> 'text' LIKE '买家留了联系方式：%' OR e.`data` ->> 'text' LIKE 'The buyer left how to reach them: %'))
	OR EXISTS (SELECT 1 FROM `customers` c WHERE c.`shopId` = `shops`.`id` AND c.`source` = 'link' AND c.`nickname` = c.`email`);
--> statement-breakpoint
UPDATE `disputeEvents` SET
	`rev` = (SELECT `head` FROM `shops` WHERE `id` = `disputeEvents`.`shopId`),
	`data` = json_object('contact', CASE
		WHEN `data` ->> 'text' LIKE '买家留了联系方式：%' THEN SUBSTR(`data` ->> 'text', LENGTH('买家留了联系方式：') + 1)
		ELSE SUBSTR(`data` ->> 'text', LENGTH('The buyer left how to reach them: ') + 1) END)
WHERE `kind` = 'note' AND `by` IS NULL AND `deleted` = 0
	AND (`data` ->> 'text' LIKE '买家留了联系方式：%' OR `data` ->> 'text' LIKE 'The buyer left how to reach them: %');
--> statement-breakpoint
UPDATE `customers` SET
	`rev` = (SELECT `head` FROM `shops` WHERE `id` = `customers`.`shopId`),
	`nickname` = (SELECT CASE `locale` WHEN 'en' THEN 'Buyer by link ' ELSE '链接买家 ' END FROM `shops` WHERE `id` = `customers`.`shopId`)
		|| printf('%04d', abs(random()) % 10000)
WHERE `source` = 'link' AND `nickname` = `email`;
