/** Names of airlines and aircraft one meets on Chinese screens. Unknown codes stay as they are. */
import { language } from '@/app/i18n';

type Names = readonly [chinese: string, english: string];

const carriers: Readonly<Record<string, Names>> = {
  '3U': ['四川航空', 'Sichuan Airlines'],
  '8L': ['祥鹏航空', 'Lucky Air'],
  '9C': ['春秋航空', 'Spring Airlines'],
  '9H': ['长安航空', 'Air Changan'],
  A6: ['湖南航空', 'Air Travel'],
  AQ: ['九元航空', '9 Air'],
  BK: ['奥凯航空', 'Okay Airways'],
  CA: ['国航', 'Air China'],
  CX: ['国泰航空', 'Cathay Pacific'],
  CZ: ['南航', 'China Southern'],
  DR: ['瑞丽航空', 'Ruili Airlines'],
  DZ: ['东海航空', 'Donghai Airlines'],
  EU: ['成都航空', 'Chengdu Airlines'],
  FM: ['上海航空', 'Shanghai Airlines'],
  FU: ['福州航空', 'Fuzhou Airlines'],
  G5: ['华夏航空', 'China Express'],
  GJ: ['长龙航空', 'Loong Air'],
  GS: ['天津航空', 'Tianjin Airlines'],
  GT: ['桂林航空', 'Air Guilin'],
  GX: ['北部湾航空', 'GX Airlines'],
  HO: ['吉祥航空', 'Juneyao Air'],
  HU: ['海航', 'Hainan Airlines'],
  JD: ['首都航空', 'Capital Airlines'],
  JR: ['幸福航空', 'Joy Air'],
  KN: ['中国联航', 'China United'],
  KY: ['昆明航空', 'Kunming Airlines'],
  LX: ['瑞士国际航空', 'SWISS'],
  MF: ['厦航', 'Xiamen Air'],
  MU: ['东航', 'China Eastern'],
  NS: ['河北航空', 'Hebei Airlines'],
  OQ: ['重庆航空', 'Chongqing Airlines'],
  PN: ['西部航空', 'West Air'],
  QW: ['青岛航空', 'Qingdao Airlines'],
  SC: ['山航', 'Shandong Airlines'],
  TV: ['西藏航空', 'Tibet Airlines'],
  UQ: ['乌鲁木齐航空', 'Urumqi Air'],
  Y8: ['金鹏航空', 'Suparna Airlines'],
  ZH: ['深航', 'Shenzhen Airlines'],
};

export function carrierName(code: string): string {
  const names = carriers[code];
  return names ? names[language.value === 'en' ? 1 : 0] : code;
}

/** The two characters before a flight number: `CA` of `CA1831`, `3U` of `3U8887`. */
export const carrierOf = (flight: string): string => flight.slice(0, 2);

const families: readonly (readonly [RegExp, string])[] = [
  [/^(31[89]|320|32[01ABLNQS])$/, 'A320'],
  [/^(330|33[23389A])$/, 'A330'],
  [/^(350|35[19K])$/, 'A350'],
  [/^(737|73[3-9A-Z]|7M[789])$/, '737'],
  [/^(777|77[23LWX])$/, '777'],
  [/^(787|78[89X])$/, '787'],
  [/^(747|74[478EFH])$/, '747'],
  [/^(909|ARJ|AJ27|C09)$/, 'C909'],
  [/^(919|C19)$/, 'C919'],
  [/^(190|E90|19[05])$/, 'E190'],
];

/** The family of an equipment code (`33A` is an A330); null when the code is not known. */
export function aircraftFamily(code: string): string | null {
  const family = families.find(([pattern]) => pattern.test(code))?.[1];
  if (!family) return null;
  const maker = /^A/.test(family) ? ['空客', 'Airbus'] : /^7/.test(family) ? ['波音', 'Boeing'] : /^C/.test(family) ? ['商飞', 'COMAC'] : ['巴航', 'Embraer'];
  return `${maker[language.value === 'en' ? 1 : 0]} ${family}`;
}
