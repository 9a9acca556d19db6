CREATE INDEX `refundsOrder` ON `refunds` (`shopId`,`orderId`);--> statement-breakpoint
CREATE INDEX `importChangesBefore` ON `importChanges` (`shopId`, `before` ->> 'customerId') WHERE `before` IS NOT NULL;
