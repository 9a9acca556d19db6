-- Who is slipping away, worth most first: read in this order by the API, without sorting the shop.
CREATE INDEX `customersSlipping` ON `customers` (`shopId`, `figures` ->> 'valueAtRisk' DESC, `id`)
WHERE `figures` ->> 'stage' IN ('declining', 'lost') AND `deleted` = 0;
