/** Passwords many people have; for the server only. English and Russian ones as zxcvbn counts them (MIT), pinyin by hand. */

/** What is left of a password without the digits and signs around it, or all of it. */
export const COMMON: ReadonlySet<string> = new Set(
  `
  woaini wodemima mima nihao zhongguo beijing shanghai guangzhou shenzhen taobao tmall weixin wechat zhifubao alipay
  xiaoming woshishui laoban dianpu mimamima aini iloveu loveyou woshini huitouke regulars admin administrator root
  guest user test demo welcome changeme letmein default secret passwd pass login shop owner store abc asd qwe zxc qaz
  wsx xyz aaa zzz abcd password qwerty dragon baseball football monkey shadow master mustang qwertyuiop superman
  qaz2wsx qazwsx jordan killer trustno hunter harley zxcvbnm asdfgh buster batman soccer tigger charlie sunshine
  iloveyou ranger hockey computer starwars pepper klaster zxcvbn freedom princess maggie ginger love cheese summer
  chelsea dallas biteme matrix yankees corvette austin access thunder merlin diamond hello hammer qwer silver gfhjkm
  internet samantha golfer scooter orange cookie q1w2e3r4t maverick sparky phoenix mickey snoopy guitar whatever
  chicken camaro mercedes peanut ferrari falcon cowboy samsung steelers smokey dakota arsenal boomer eagles tigers
  marina nascar gateway yellow porsche monster spider diablo hannah bulldog junior london purple compaq lakers iceman
  cowboys money banana boston tennis q1w2e3r coffee scooby nikita yamaha mother barney brandy chester oliver player
  forever rangers midnight chicago redsox angel fender jasper slayer rabbit natasha marine wizard marlboro raiders
  prince casper fishing flower jasmine iwantu adidas winter winner gandalf enter ghbdtn q2w3e4r golden cocacola
  winston madison angels panther blowme sophie asdfasdf toyota tiger canada muffin liverpoo apples passw0rd pokemon
  slipknot qazxsw scorpion qwaszx startrek rainbow asdfghjkl razz newyork redskins gemini cameron qazwsxedc florida
  liverpool turtle sierra viking booger doctor rocket dolphins captain bandit jaguar packers pookie peaches asdf
  dolphin helpme blue theman maxwell qwertyui lovers maddog giants nirvana metallic hotdog rosebud mountain warrior
  stupid elephant success bond alexis lucky scorpio samson q1w2e azerty rush driver freddy q2w3e4r5t sydney gators
  dexter bubba creative voodoo golf trouble america nissan gunner garfield asdfghjk apollo eminem legend airborne bear
  beavis apple brooklyn godzilla skippy buddy qwert kitten magic shelby phantom asdasd xavier braves darkness blink
  copper platinum qweqwe tomcat girls bigboy animal police online voyager lifehack fish sniper trinity blazer heaven
  lover snowball loveme bubbles cricket willow donkey topgun nintendo saturn destiny pakistan pumpkin digital sergey
  redwings explorer private runner therock guinness lasvegas beatles fire cassie christin celtic andrey broncos
  babygirl eclipse fluffy cartman michigan carolina testing alexande birdie pantera cherry vampire mexico buffalo
  genius montana beer minecraft maximus flyers lovely stalker metallica snickers speedy bronco paradise yankee horses
  magnum dreams lacrosse goober enigma qwertyu scotty bollocks surfer poohbear genesis star qweasdzxc racing hawaii
  eagle viper einstein drowssap simple badger alaska action jester drummer spitfire forest maryjane champion diesel
  svetlana friday hotrod chevy westside security google tester shorty thumper hitman mozart zaq12wsx reddog lizard
  ruslan scarface buddha spirit stargate naruto mercury liberty semperfi suzuki popcorn spooky marley scotland kitty
  cherokee vikings simpsons rascal qweasd hummer michael patches russia jupiter penguin passion vfhbyf honda vladimir
  sandman passport raider infinity bulldogs fantasy domino budlight disney ironman softball brutus redrum bigred
  mnbvcxz fktrcfylh karina marines digger kawasaki cougar fireman oksana monday justice super wildcats tinker logitech
  dancer swordfis avalon everton alexandr motorola patriots madonna ducati colorado connor juventus galore smooth
  freeuser warcraft boogie titanic wolverin elizabet arizona valentin saints asdfg accord christ yfnfif stinky
  spiderma chopper ncc1701d extreme skyline zombie pearljam froggy awesome vision pirate fylhtq dreamer bullet
  predator empire kirill panthers skipper nemesis rasdzv peekaboo rolltide cardinal psycho danger mookie happy
  chevelle manutd goblue hobbes vegeta fyfcnfcbz picard windows loverboy victory vfrcbv bambam serega turkey tweety
  galina hiphop rooster berlin taurus polina electric avatar maksim raptor alpha hendrix newport brazil spring a1b2c
  madmax britney sublime darkside bigman wolfpack classic hercules ronaldo q2w3e spiderman blizzard cheyenne cjkysirj
  wombat pandora holiday wildcat devils horse alabama caesar pickle shaggy catch leather chronic a1b2c3d airplane
  kodiak billybob sunset katana phpbb chocolat snowman stingray firebird wolves zeppelin detroit pontiac manchester
  nuttertools qazwsxedcrfv terminator enterprise poiuytrewq rjirfrgbde fktrcfylhf translator undertaker multiplelo
  motherlode rjycnfynby syncmaster aleksandra salamander sersolution leavemealone realmadrid tinkerbell dragonball
  playstation ghostrider microphone yjdsqgfhjkm strawberry anastasiya harrypotter mypassword abrakadabra alessandro
  konstantin highlander ghjcnjgfhjkm tokiohotel sonyericsson evangelion hellokitty ironmaiden roadrunner htubcnhfwbz
  vqsablpzla skateboard friendster vfntvfnbrf nthvbyfnjh azertyuiop madagaskar dragonballz abracadabra rfhfvtkmrf
  ronaldinho supersonic ghjcnbnenrf qwerasdfzxcv greedisgood cheerleaers flvbybcnhfnjh nopassword blackberry
  mastermind finalfantasy ghbdtnrfrltkf websolutions losangeles christophe wachtwoord ghbdtndctv vflfufcrfh
  lamborghini justinbieber lockerroom casablanca armageddon contortionist evanescence qawsedrftg comicbookdb
  motdepasse braveheart yfnfitymrf maximilian needforspeed devilmaycry shevchenko montecarlo callofduty volkswagen
  maurolarastefy pathfinder watermelon astalavista summertime dhjnvytyjub cxfcnkbdfz dkflbvbhjdbx deutschland
  aleksander qazwsxedcrfvtgb darthvader lifeisgood badnaamhere dkflbvbhjdyf bondarenko mostwanted opensesame
  goldfinger limpbizkit thunderbird counterstrike solidsnake zcxfcnkbdf bladerunner jediknight vfvfvskfhfve angelofwar
  fkmnthyfnbdf hondacivic ctdfcnjgjkm salamandra smallville qazxswedcvfr ilovemyself galatasaray qwertyasdfgh
  cyberonline qwertasdfg azsxdcfvgb prettygirl sailormoon jesuschrist darkknight whosyourdaddy astonvilla
  fktrcfylhjdyf fktrcfylhjdbx cnjvfnjkju mickeymouse trustnoone fgjrfkbgcbc bestfriend qpwoeiruty painkiller
  firefighter neveragain moneymaker cxfcnmttcnm vanyarespekt letmeinnow hellraiser dbrnjhjdbx rhbcnbyjxrf vyjujnjxbt
  quicksilver depechemode zaratustra matematika devildriver iseedeadpeople helloworld rkfdbfnehf iddqdidkfa
  ledzeppelin passmaster whitepower superduper rfnfcnhjaf qwertyytrewq goodfellas computador ghjcnjrdfibyj ybrjkftdbx
  kamehameha hellothere deerhunter clubpenguin stalingrad desperados apokalipsis fenerbahce rfnfgekmnf jetbalance
  juggernaut puertorico rfkmrekznjh luojianhua azwebitalia newpassword wishmaster 1qaz2wsx3edc q1w2e3r4t5y6
  1q2w3e4r5t6y zxcasdqwe123 1qazxsw23edc z1x2c3v4b5 q1q2q3q4q5 1z2x3c4v5b a1b2c3d4e5 1qaz2wsx3edc4rfv a1s2d3f4g5
  1a2s3d4f5g 1a2b3c4d5e a1a2a3a4a5 zaq1xsw2cde3 1a2a3a4a5a 1q2q3q4q5q 123qwe456rty 1234qwerasdf lost4815162342
  1pass1page a1234567890 q1w2e3r4t5y6u7 1q2w3e4r5t6y7u 1qaz@wsx3edc p@ssw0rd123 p@ssword123 abcd1234abcd 1a2b3c4d5e6f
  woaiwojia1314 woaiwojia woaizhongguo wozuiaini 密码 我爱你 你好 回头客 店铺 老板 店主 我的密码 测试
`
    .trim()
    .split(/\s+/),
)
