// The invented office of the stand-in server: terminals in every state and a morning of tasks.
import { glyphRows, png } from './png.mjs';
import { resultFor } from './flights.mjs';

const second = 1_000;
const minute = 60 * second;

const cityRows = `PEK 北京首都 Beijing-Capital BJS|PKX 北京大兴 Beijing-Daxing BJS|BJS 北京 Beijing BJS|SHA 上海虹桥 Shanghai-Hongqiao SHA|PVG 上海浦东 Shanghai-Pudong SHA|CTU 成都双流 Chengdu-Shuangliu CTU|TFU 成都天府 Chengdu-Tianfu CTU|CAN 广州 Guangzhou CAN|SZX 深圳 Shenzhen SZX|HGH 杭州 Hangzhou HGH|XIY 西安 Xi’an SIA|KMG 昆明 Kunming KMG|CKG 重庆 Chongqing CKG|NKG 南京 Nanjing NKG|WUH 武汉 Wuhan WUH|CSX 长沙 Changsha CSX|XMN 厦门 Xiamen XMN|URC 乌鲁木齐 Urumqi URC|SYX 三亚 Sanya SYX|HAK 海口 Haikou HAK|TAO 青岛 Qingdao TAO|DLC 大连 Dalian DLC|SHE 沈阳 Shenyang SHE|HRB 哈尔滨 Harbin HRB|CGO 郑州 Zhengzhou CGO|HKG 香港 Hong-Kong HKG|LHR 伦敦希思罗 London-Heathrow LON`;
export const cities = cityRows.split('|').map((row) => {
  const [code, name_zh, name_en, city] = row.split(' ');
  return { code, name_zh, name_en: name_en.replaceAll('-', ' '), city };
});

const query = (depCity, arrCity, depDate, more = {}) => ({ depCity, arrCity, depDate, direct: false, ...more });

function terminal(id, name, office_no, pid, more = {}) {
  const now = Date.now();
  return {
    id, name, office_no, pid, kind: 'eterm', remark: '', owner: id === 2 ? '云上票务' : null, state: 'enrolled', presence: 'online', readiness: 'ready', reason: null, paused: false,
    agent_version: '0.1.0', os_info: 'Windows 11 专业版 23H2', host_name: `COUNTER-${id}`, last_seen_at: now - second, queued: 0,
    success_count: 60 + id * 17, fail_count: id % 3, screen: { hash: `h${id}`, taken_at: now - id * 7 * second }, unknown_glyphs: 0,
    ticketing_codes: [], production_codes: [], created_at: now - id * 26 * 60 * minute, ...more,
  };
}

export function makeTerminals() {
  const now = Date.now();
  return [
    terminal(1, '北京柜台一', 'PEK099', '34825', { readiness: 'busy', queued: 3, remark: '靠窗', ticketing_codes: ['BSP1', 'BSP2'], production_codes: ['P-CA', 'P-MU'] }),
    terminal(2, '上海国内组', 'SHA888', '20117'),
    terminal(3, '成都夜班机', 'CTU302', '6999', { readiness: 'not_ready', reason: 'locked', last_seen_at: now - 40 * second }),
    terminal(4, '广州会员部', 'CAN115', '30487', { presence: 'offline', readiness: null, last_seen_at: now - 12 * minute }),
    terminal(5, '深圳团队', 'SZX210', '41220', { paused: true, reason: 'paused', readiness: 'not_ready' }),
    terminal(6, '杭州备用', 'HGH077', '51873', { readiness: 'not_ready', reason: 'pop_up' }),
    terminal(7, '西安新机', 'XIY033', '60012', { state: 'waiting_enrolment', presence: 'never', readiness: null, screen: null, agent_version: '', os_info: '', host_name: '', last_seen_at: null, success_count: 0 }),
    terminal(8, '昆明国际', 'KMG051', '70345', { state: 'frozen', presence: 'offline', readiness: null, last_seen_at: now - 55 * minute }),
    terminal(9, '重庆柜台', 'CKG120', '80411', { readiness: 'not_ready', reason: 'unreadable', unknown_glyphs: 2 }),
    terminal(10, '厦门演示机', 'XMN008', '90210', { readiness: 'not_ready', reason: 'uncalibrated' }),
  ];
}

export function makeGlyphs() {
  const contexts = ['1.林小喆 KABC12', '备注: 内凹座椅 已确认', ' 2.周囧囧 KXYZ88'];
  return Object.entries(glyphRows).map(([, rows], index) => ({
    id: index + 1, terminal_id: 9, terminal_name: '重庆柜台', glyph: `g${index}`, png: png(rows).toString('base64'), context: contexts[index], text: null,
    first_seen_at: Date.now() - (index + 1) * 9 * minute,
  }));
}

const customers = ['云上票务', '途远旅行', '青禾商旅', '管理员'];
const routes = [['PEK', 'SHA'], ['CTU', 'PEK'], ['CAN', 'HGH'], ['SZX', 'XIY'], ['SHA', 'URC'], ['XMN', 'CKG'], ['PEK', 'LHR'], ['KMG', 'PVG']];
const errors = {
  failed: { code: 'host_refused', message: '主机答复 FORMAT，查询条件有误', detail: '主机答复 FORMAT，查询条件有误', retry_safe: true },
  unknown: { code: 'outcome_unknown', message: '发送 ETDZ 后断线，正在用 RT / DETR 核对', detail: '发送 ETDZ 后断线，正在用 RT / DETR 核对', retry_safe: false },
  expired: { code: 'no_terminal', message: '十分钟内没有空闲的终端', detail: '十分钟内没有空闲的终端', retry_safe: true },
};

function stateOf(index) {
  const rare = { 3: 'unknown', 5: 'failed', 9: 'cancelled', 14: 'expired', 21: 'failed' };
  return index === 0 ? 'running' : index <= 2 ? (index === 1 ? 'assigned' : 'pending') : (rare[index] ?? 'done');
}

export function logOf(task) {
  const steps = [
    [task.created_at, 'pending', 'submitted'], [task.assigned_at, 'assigned', 'assigned'], [task.started_at, 'running', 'started'],
    [task.finished_at, task.state, task.error?.message ?? ''],
  ];
  return steps.filter(([at]) => at).map(([at, state, message], index) => ({ at, state, message, terminal_id: index > 0 ? (task.terminal?.id ?? null) : null, lease: index > 1 ? 1 : null }));
}

export function makeTask(id, params, more = {}) {
  return {
    id, kind: 'query_av', state: 'pending', source: 'page', summary: params, customer: '管理员', terminal: null, step: null, created_at: Date.now(), assigned_at: null,
    started_at: null, finished_at: null, error: null, result: null, request_id: null, callback_url: null, priority: 5, attempts: 0, reports: [],
    transcript: [], steps: [], ...more,
  };
}

export function finish(task) {
  task.result = resultFor(task.summary);
  task.attempts = 1;
  task.transcript = task.result.screens.map((screen, index) => ({
    command: screen.split('\n')[0].slice(1), sent_at: task.started_at + index * 1_300 + 400, took_ms: 820 + index * 260, screen,
  }));
}

/** The callbacks of a task that ended. */
export function deliveriesOf({ id, callback_url, finished_at: at }) {
  if (!callback_url || !at) return [];
  const url = callback_url;
  const failed = { at: at + 900, status: 503, latency_ms: 240, error: null, response: 'upstream busy' };
  const timeout = { at: at + 31_000, status: null, latency_ms: 10_000, error: '对方 10 秒没有答复', response: null };
  const done = { at: at + 95_000, status: 200, latency_ms: 180, error: null, response: '{"received":true}' };
  if (id % 4 === 0) return [{ id, state: 'failed', url, attempts: [failed, timeout], next_at: Date.now() + 4 * minute, created_at: at }];
  return [{ id, state: 'delivered', url, attempts: id % 3 === 0 ? [failed, done] : [done], next_at: null, created_at: at }];
}

export function makeTasks(terminals) {
  return Array.from({ length: 130 }, (_, index) => {
    const [dep, arr] = routes[index % routes.length];
    const state = stateOf(index);
    const created_at = Date.now() - index * 97 * second - 4 * second;
    const where = terminals[index % 3];
    const begun = !['pending', 'assigned', 'expired', 'cancelled'].includes(state);
    const ended = !['pending', 'assigned', 'running'].includes(state);
    const task = makeTask(1042 - index, query(dep, arr, '2026-11-25', index % 3 === 0 ? { airline: 'CA' } : index % 5 === 0 ? { direct: true, depTime: '0800' } : {}), {
      state, created_at, source: index % 4 === 3 ? 'page' : 'api', customer: customers[index % 4],
      kind: index === 3 ? 'issue_ticket' : 'query_av',
      terminal: state === 'pending' ? null : { id: where.id, name: where.name, office_no: where.office_no },
      step: state === 'running' ? '第 2 页' : null,
      assigned_at: state === 'pending' ? null : created_at + 40, started_at: begun ? created_at + 900 : null, finished_at: ended ? created_at + 4_300 : null,
      error: errors[state] ?? null, request_id: index % 4 === 3 ? null : `req-2026-${4000 + index}`,
    });
    if (index === 3) task.summary = { pnr: 'KXYZ88' };
    if (state === 'done') finish(task);
    if (index === 8) task.reports = [{ received_at: task.finished_at, lease: 2, status: 'done', applied: true }, { received_at: task.finished_at + 5_000, lease: 1, status: 'done', applied: false }];
    if (task.request_id) task.callback_url = 'https://partner.example.com/hooks/eterm';
    return task;
  });
}
