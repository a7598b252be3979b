// Invented flights for the stand-in server, as typed journeys and as the screens they would have come from.

const classesBig = 'F8 A2 YA BA MA UA HA QA VA WS SS TS LS NS KQ';
const classesSmall = 'F4 YA B7 M3 UQ HQ QL VC';
const classesWide = 'J7 C5 D3 QL I0 W6 P5 YA BA MA EA HA KS LS NS RS SQ VQ TQ ZQ';

function leg(flight, from, to, dep, arr, more = {}) {
  return {
    flight, codeshare: false, operating: null, link: 'DS#', classes: classesBig.split(' '), sub_classes: [], from, to, dep, dep_offset: 0, arr, arr_offset: 0,
    equip: '33A', stops: 0, asr: true, meal: 'B', et: true, dep_term: 'T3', arr_term: 'T2', duration: '2:15', ...more,
  };
}

export function journeysFor(from, to) {
  return [
    [leg('CA1831', from, to, '0730', '0945', { sub_classes: ['M1A', 'H1S', 'V1S'] })],
    [leg('ZH1831', from, to, '0730', '0945', { codeshare: true, operating: 'CA1831', classes: classesSmall.split(' ') })],
    [leg('MU5102', from, to, '0800', '1010', { classes: classesWide.split(' '), equip: '789', meal: 'S', dep_term: 'T2', duration: '2:10' })],
    [leg('HO1252', from, to, '0905', '1125', { classes: 'CA YA BA MA UA HA QA VA WS'.split(' '), equip: '320', meal: null, dep_term: null, duration: '2:20' })],
    [leg('MU5636', from, to, '0905', '1655', { link: 'AS#', classes: 'F0 Y7 B4 M2 EL HL KX LC NC RC SC VC TC WZ'.split(' '), equip: '738', stops: 1, asr: false, meal: 'L', dep_term: 'T2', duration: '7:50' })],
    [leg('CZ3907', from, to, '1200', '1415', { classes: 'J8 C8 D8 QS YA BA MA HA'.split(' '), equip: '321', meal: 'L' })],
    [
      leg('CA4194', from, 'CTU', '1800', '2040', { equip: '330', meal: 'D', dep_term: 'T3', arr_term: 'T2', duration: null }),
      leg('3U8887', 'CTU', to, '0200', '0615', { dep_offset: 1, arr_offset: 1, classes: 'C8 YA TA WA MA HA KS LQ'.split(' '), equip: '321', meal: 'S', dep_term: 'T1', arr_term: 'T2', duration: '12:15' }),
    ],
    [leg('FM9222', from, to, '2230', '0045', { arr_offset: 1, classes: 'J8 C8 D8 YA BA MA'.split(' '), equip: '919', meal: 'N', et: false, dep_term: 'T2', arr_term: 'T2' })],
  ].map((legs, index) => ({ line: (index % 4) + 1, mark: index === 0 ? '-' : null, legs }));
}

const put = (row, column, text) => row.slice(0, column).padEnd(column) + text + row.slice(column + text.length);
const offset = (days) => (days ? `+${days}` : '');

function legRows(one, head, second) {
  const first = one.classes.slice(0, 10);
  let row = put('', 0, head);
  row = put(row, 3, `${one.codeshare ? '*' : ' '}${one.flight}`);
  row = put(row, 12, one.link);
  row = put(row, 16, first.join(' '));
  row = second ? put(row, 50, one.to) : put(row, 47, one.from + one.to);
  row = put(row, 54, one.dep + offset(one.dep_offset));
  row = put(row, 61, one.arr + offset(one.arr_offset));
  row = put(row, 68, `${one.equip} ${one.stops}${one.asr ? '^' : ' '}${one.meal ?? ' '}  ${one.et ? 'E' : ' '}`);
  let next = put('', 0, '>');
  if (one.operating) next = put(next, 4, one.operating);
  next = put(next, 16, one.classes.slice(10).join(' '));
  next = put(next, 68, `${(one.dep_term ?? '--').padEnd(3)}${(one.arr_term ?? '--').padEnd(3)}${(one.duration ?? '').padStart(5)}`);
  const subs = one.sub_classes.length ? [put('', 15, `** ${one.sub_classes.join(' ')}`)] : [];
  return [row, next, ...subs].map((line) => line.trimEnd());
}

export function screensFor(params, journeys) {
  const command = `>AVH/${params.depCity}${params.arrCity}/${dayMonth(params.depDate)}${params.airline ? `/${params.airline}` : ''}`;
  const head = ` ${dayMonth(params.depDate)}(${dow(params.depDate)}) ${params.depCity}${params.arrCity}`;
  const pages = [journeys.slice(0, 4), journeys.slice(4)];
  return pages.map((page, index) => {
    const rows = page.flatMap((journey, at) => {
      const mark = index === 0 && at === 3 ? '+' : index === 1 && at === 0 ? '-' : ' ';
      return journey.legs.flatMap((one, legAt) => legRows(one, legAt === 0 ? `${journey.line}${mark}` : '', legAt > 0));
    });
    const note = index === 1 ? ['**  CA  请提前 45 分钟办理值机，首都机场 T3 航站楼'] : [];
    return [index === 0 ? command : '>PN', head, ...rows, ...note].join('\n');
  });
}

const dayMonth = (date) => `${date.slice(8, 10)}${['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'][Number(date.slice(5, 7)) - 1]}`;
const dow = (date) => ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'][new Date(`${date}T12:00:00Z`).getUTCDay()];

export function resultFor(params) {
  const journeys = journeysFor(params.depCity, params.arrCity);
  return {
    av: { kind: 'av', journeys, notes: ['**  CA  请提前 45 分钟办理值机，首都机场 T3 航站楼'], date: dayMonth(params.depDate), dow: dow(params.depDate), from: params.depCity, to: params.arrCity, via: null, direct_only: false, more: false },
    pages: 2,
    screens: screensFor(params, journeys),
  };
}
