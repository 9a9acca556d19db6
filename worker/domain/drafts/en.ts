import type { DraftSet } from './draft.ts'

/** Reply drafts in English: a decent shopkeeper talking, concrete and warm, not grovelling. */
export const draftsEn: DraftSet = {
  locale: 'en',

  firstReply: [
    'Hello {nickname}, this is {shop}. I’ve read what happened with {product}. I’m looking into it now and will come back to you as soon as I know more, so you aren’t left waiting.',
    'Hi {nickname}, got it, and thank you for describing it so clearly. I wouldn’t be happy with {product} like that either. Let me check the order and the dispatch record, then I’ll give you a straight answer.',
    'Hello {nickname}, I’m sorry you had to write to us about this. If you can, send a photo of {product} here, so I can find out sooner where it went wrong.',
    'Hi {nickname}, I’ve read every word. I’m handling this myself, so you won’t have to explain it twice. What would you most like us to do? Tell me, and I’ll start from there.',
    'Hello {nickname}, I’ve noted everything about {product}. Please hold on to it and the packaging for now. Once I’ve checked, I’ll tell you what we can do.',
  ],

  causes: {
    expectation: [
      {
        cause: 'over-promise',
        text: 'Hi {nickname}, we said we would and we didn’t. No excuses. We’re arranging {remedy}, no later than {date}. From now on we won’t say it unless we can do it.',
      },
      {
        cause: 'oversold',
        text: 'Hello {nickname}, the honest answer: we sold more of {product} than we had, and you waited for nothing. You’ll get {remedy} no later than {date}. If you’d rather have something else, I’ll help you choose and set it aside.',
      },
      {
        cause: 'concealed-condition',
        text: 'Hi {nickname}, you should have known this about {product} before you ordered. We didn’t make it plain, and that’s on us. You’ll get {remedy} no later than {date}, and the description will say it clearly.',
      },
      {
        cause: 'need-misread',
        text: 'Hi {nickname}, we didn’t ask what you needed it for, so {product} was the wrong advice. You’ll get {remedy} no later than {date}. Tell me a bit more about how you’ll use it and I’ll look for one that suits.',
      },
      {
        cause: null,
        text: 'Hi {nickname}, I went back over the product page and our chat, and we did give the wrong idea of {product}. You’ll get {remedy} no later than {date}, and I’m rewriting the description.',
      },
      {
        cause: null,
        text: 'Hello {nickname}, what you hoped for and what arrived don’t match, and I understand the let-down. Here is what we’ll do about {product}: {remedy}, no later than {date}. If something else would suit you better, just say so.',
      },
    ],
    quality: [
      {
        cause: 'defect',
        text: 'Hi {nickname}, {product} was badly made, and we own that. We’re arranging {remedy}, no later than {date}. I’ll go through the rest of the batch so the next person doesn’t get one like it.',
      },
      {
        cause: 'transit-damage',
        text: 'Hi {nickname}, {product} was damaged on the way; our packaging should have held. You don’t need to chase the carrier, that’s our job. You’ll get {remedy} no later than {date}, and this one gets a stronger box.',
      },
      {
        cause: 'minor-flaw',
        text: 'Hi {nickname}, I can see the flaw you mean. It’s small, but you paid for new and should get it without a mark. You’ll get {remedy} no later than {date}. If that doesn’t feel right, tell me and we’ll talk.',
      },
      {
        cause: 'misuse',
        text: 'Hi {nickname}, from what I can see {product} was damaged in use, and we could have explained the care better. What we can do: {remedy}, no later than {date}. Following the leaflet next time will make it last much longer.',
      },
      {
        cause: null,
        text: 'Hi {nickname}, I’ve looked at it, and {product} should never have left us like that. You’ll get {remedy} no later than {date}.',
      },
      {
        cause: null,
        text: 'Hello {nickname}, we’ve found what was wrong with {product}. It’s on our side and has nothing to do with how you used it. What we’ll do: {remedy}, no later than {date}. If it causes you trouble until then, tell me.',
      },
    ],
    service: [
      {
        cause: 'attitude',
        text: 'Hi {nickname}, you raised a fair point and we snapped back. That was wrong, and I apologise. I’ll talk to my colleague in person. As for {product}: {remedy}, no later than {date}.',
      },
      {
        cause: 'pushy-selling',
        text: 'Hi {nickname}, you knew what you wanted and we kept pushing other things. Anyone would be annoyed. For {product} you’ll get {remedy} no later than {date}. From now on we suggest only when you ask.',
      },
      {
        cause: 'product-ignorance',
        text: 'Hi {nickname}, you asked about {product} and we got the answer wrong, so you bought the wrong thing. We hadn’t done our homework. You’ll get {remedy} no later than {date}. Ask me anything else; I’ll check before I answer.',
      },
      {
        cause: null,
        text: 'Hi {nickname}, I read the whole chat, and you’re right: nobody should be answered like that. On behalf of {shop}, I apologise. I’m taking it from here: {remedy}, no later than {date}.',
      },
      {
        cause: null,
        text: 'Hello {nickname}, I understand it isn’t only {product}, it’s how we treated you. You’ll get {remedy} no later than {date}. If anything comes up, ask for me and you won’t have to start over.',
      },
    ],
    fulfilment: [
      {
        cause: 'late',
        text: 'Hi {nickname}, {product} is later than we said, and it held you up. I’m sorry. I’m chasing it now, and you’ll get {remedy} no later than {date}. If you no longer need it, tell me and we’ll do it your way.',
      },
      {
        cause: 'lost',
        text: 'Hi {nickname}, {product} has gone missing on the way. Searching for it is between us and the carrier, so you shouldn’t have to wait. We’re arranging {remedy} now, no later than {date}.',
      },
      {
        cause: 'wrong-item',
        text: 'Hi {nickname}, I checked: we picked the wrong item. For {product} you’ll get {remedy} no later than {date}. Sending the wrong one back, and who pays for it, is ours to sort out.',
      },
      {
        cause: 'wrong-quantity',
        text: 'Hi {nickname}, I checked the packing list. You counted right and we didn’t. For {product} you’ll get {remedy} no later than {date}. Please count once more when it comes.',
      },
      {
        cause: null,
        text: 'Hi {nickname}, I traced {product} from our shelf to now, and the slip was ours. What we’ll do: {remedy}, no later than {date}. You’ll hear from me when there’s news, without having to ask.',
      },
      {
        cause: null,
        text: 'Hello {nickname}, your order didn’t reach you the way it should have, and I understand the worry. You’ll get {remedy} no later than {date}, and I’m keeping an eye on it until then.',
      },
    ],
  },

  buyerFault: [
    'Hi {nickname}, I have the answer, and I’d rather tell you now: the trouble with {product} comes from how it was used, not from the thing itself. I know that isn’t what you hoped for. Try the steps in the leaflet once more from the start; if it still won’t work, tell me and we’ll look at it together.',
    'Hello {nickname}, I checked: this is the option chosen in the order, so we sent what was asked for. If {product} is unused we can exchange it, with the postage on your side. Tell me what you need it for first, so the next one is right.',
    'Hi {nickname}, I looked closely at {product}, and the damage comes from the way it was cleaned, so we can’t take it back. What we can do: {remedy}. Kept the way the label says, it lasts for years.',
    'Hi {nickname}, {product} went to the address given in the order, which was the old one. I’m asking whether it can be sent on and will tell you what I hear. A glance at the address before ordering saves this trip next time.',
    'Hello {nickname}, this time it was neither {product} nor the carrier, and saying so is better than keeping you waiting. I’ll help where I can: {remedy}, no later than {date}. If you’re unsure how to use it, ask me before you start.',
  ],

  followUp: [
    'Hello {nickname}, this is {shop}. It’s been a few days since we sorted out {product}. Is everything all right now? Is there anything you’re still unhappy with?',
    'Hi {nickname}, did what we agreed ({remedy}) work out? From one to five, how close was it to what you expected, how is the quality, and how did we treat you? Just be frank.',
    'Hello {nickname}, I’m back to ask about {product}: is it what you expected, is the quality right, and were you treated well? If any of the three is a no, I’ll carry on with it.',
    'Hi {nickname}, being done isn’t the same as you being happy, so I’m asking once more. If something still bothers you, say it plainly and we’ll start again.',
    'Hello {nickname}, has {product} behaved since then? No need to be polite; if something is wrong, tell me. I’m still on it.',
  ],

  unknown: {
    nickname: 'there',
    product: 'your order',
    remedy: '[what we will do]',
    date: '[which day]',
    shop: 'the shop',
  },
  today: 'today',
  remedies: {
    refund: 'a full refund',
    'part-refund': 'a partial refund',
    resend: 'a replacement',
    exchange: 'an exchange',
    coupon: 'a voucher for your next order',
    repair: 'a free repair',
    explanation: 'a clear explanation',
    apology: 'a proper apology',
  },
}
