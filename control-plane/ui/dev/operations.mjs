// Tasks of the kinds that work on a PNR, each with its result or its evidence, as the server would answer them.
import { faces, fares, pnrs, screens } from './examples.mjs';
import { makeTask } from './data.mjs';

const second = 1_000;
const terminal = { id: 2, name: '上海国内组', office_no: 'SHA888' };
const detrScreen = `DETR:TN/999-2300000031
ISSUED BY: AIR CHINA                 ORG/DST: CTU/BJS                 BSP-D
E/R: 不得签转/变更退票收费
TOUR CODE:
PASSENGER: 林青禾
EXCH:                               CONJ TKT:
O FM:1CTU CA    4193  G 25NOV 0700 OK G                        20K OPEN FOR USE
     T2T3 RL:NX1Y2Z  /KABC121E
  TO: PEK
FC: 25NOV26CTU CA PEK680.00CNY680.00END
FARE:           CNY  680.00|FOP:CASH(CNY)
TAX:            CNY 50.00CN|OI:
TAX:            CNY 70.00YQ|
TOTAL:          CNY  800.00|TKTN: 999-2300000031`;

const booking = {
  segments: [{ flightNo: 'CA4193', cabin: 'G', depDate: '2026-11-25', depCity: 'CTU', arrCity: 'PEK' }],
  passengers: [{ name: '林青禾', type: 'ADT', idType: 'NI', idNo: '999999199001010011', mobile: '13000000002' }],
  contact: { mobile: '13000000001', phone: '028-00000000' },
  ticketLimit: '2026-11-24 12:00',
};

const issued = { ...pnrs.ticketed, tkne: pnrs.ticketed.tkne.map((entry, at) => (at === 2 ? { ...entry, ticket: null, coupon: null, pending: true } : entry)), tn: pnrs.ticketed.tn.slice(0, 2) };

/** Parameters and result by kind, with the examples that say most. */
export const results = {
  book_pnr: { params: booking, result: { pnr: 'KABC12', content: pnrs.fresh, screens: screens.fresh } },
  extract_pnr: { params: { pnr: 'KDEM05' }, result: { pnr: 'KDEM05', content: pnrs.ticketed, screens: screens.ticketed } },
  cancel_passenger: { params: { pnr: 'KDEM05', passengers: ['周一帆'] }, result: { pnr: 'KDEM05', cancelled: ['周一帆'], content: pnrs.ticketed, screens: screens.ticketed } },
  cancel_pnr: { params: { pnr: 'KDEM08' }, result: { pnr: 'KDEM08', cancelled: true, content: pnrs.cancelled, screens: [] } },
  issue_ticket: {
    params: { pnr: 'KDEM05', maxFareFen: 400_000, device: 1 },
    result: {
      pnr: 'KDEM05',
      tickets: [
        { passenger: '何小满', type: 'CHD', ticketNo: '876-2300000013' },
        { passenger: '周一帆', type: 'ADT', ticketNo: '876-2300000011' },
        { passenger: 'ZHOU/DEMO MS', type: 'ADT', ticketNo: '876-2300000012' },
      ],
      totalFen: 239_000,
      fares: [{ type: 'ADT', count: 2, fare: fares.adult[0] }, { type: 'CHD', count: 1, fare: fares.child[0] }],
      content: pnrs.ticketed, screens: screens.ticketed,
    },
  },
  extract_ticket_no: {
    params: { pnr: 'KDEM09' },
    result: {
      pnr: 'KDEM09',
      tickets: [
        { passenger: '林青禾', type: 'ADT', ticketNo: '999-2300000031', pending: false, face: faces.simple },
        { passenger: 'DEMO/ALPHA MR', type: 'ADT', ticketNo: '999-2300000055', pending: false, face: faces.journey },
        { passenger: '林小禾', type: 'INF', ticketNo: null, pending: true, face: null },
      ],
      screens: [detrScreen],
    },
  },
  authorize_pnr: { params: { pnr: 'KDEM05', officeNo: 'SHA999' }, result: { pnr: 'KDEM05', officeNo: 'SHA999', content: issued, screens: screens.ticketed } },
};

const kindsOf = Object.keys(results);

function base(id, kind, params, more) {
  const created_at = Date.now() - 90 * second;
  return makeTask(id, params, { kind, customer: '云上票务', source: 'api', terminal, created_at, assigned_at: created_at + 40, started_at: created_at + 900, attempts: 1, ...more });
}

export function doneTask(id, kind) {
  const { params, result } = results[kind];
  const task = base(id, kind, params, { state: 'done', result });
  task.finished_at = task.started_at + 21_400;
  task.transcript = result.screens.map((screen, at) => ({ command: at === 0 ? `RT:${params.pnr ?? 'KABC12'}` : 'PN', sent_at: task.started_at + at * 1_300, took_ms: 640, screen }));
  return task;
}

const before = screens.fresh[0];
const after = ['  **ELECTRONIC TICKET PNR**', ...before.split('\n').filter((line) => !line.includes('.TL/'))].join('\n').replace('CTUPEK HK1', 'CTUPEK RR1').replace(' 5.SSR FOID', ' 4.T\n 5.SSR FOID');

export const steps = [
  {
    step: 'etdz', command: 'ETDZ:1', written_at: Date.now() - 42 * second, before, after, ending: 'unknown', intact: true, check: 'RT：有出票标记但没有票号；DETR:CN/KABC12：主机没有答复',
    hash_before: '3fa9b2c1d4e5f60718293a4b5c6d7e8f9012a3b4c5d6e7f80192a3b4c5d6e7f8', hash_after: '81d40c6e2b9f7a5538c1e0d2f4a6b8c90e1f2a3b4c5d6e7f8091a2b3c4d5e6f7',
  },
];

/** A task of which nobody knows whether it happened; its evidence says what was seen. */
export function unknownTask(id, more = {}) {
  const task = base(id, 'issue_ticket', { pnr: 'KABC12', maxFareFen: 121_000, device: 1 }, {
    state: 'unknown', error: { code: 'outcome_unknown', message: '不能确定是否已经执行，请等待核实，不要重复提交', detail: '发送 ETDZ 后断线，RT 与 DETR 说法不一', retry_safe: false }, steps, ...more,
  });
  const at = (seconds) => task.started_at + seconds * second;
  task.transcript = [
    { command: 'RT:KABC12', sent_at: at(1), took_ms: 640, screen: before },
    { command: 'PAT:A', sent_at: at(3), took_ms: 910, screen: '>PAT:A\n01 G FARE:CNY680.00 TAX:CNY50.00 YQ:CNY70.00  TOTAL:800.00\n►SFC:01   ►SFN:01' },
    { command: 'ETDZ:1', sent_at: at(8), took_ms: 30_000, screen: 'CNY800.00       KABC12\n999-2300000031\nET PROCESSING...  PLEASE WAIT!' },
    { command: 'RT:KABC12', sent_at: at(40), took_ms: 720, screen: after },
  ];
  return task;
}

export function runningTask(id, more = {}) {
  return base(id, 'issue_ticket', { pnr: 'KABC12', maxFareFen: 121_000, device: 1 }, { state: 'running', step: 'ETDZ:1', ...more });
}

export const runningSteps = ['提取 PNR', 'RT:KABC12', 'PAT:A', 'SFC:01', '@', 'ETDZ:1'];

/** One done task of each kind, and one that cannot be told. */
export function operationTasks(firstId) {
  return [...kindsOf.map((kind, at) => doneTask(firstId + at, kind)), unknownTask(firstId + kindsOf.length, { created_at: Date.now() - 760 * second })];
}
