// A stand-in for the control plane while the page is developed: same API, data in memory, nothing of it is built in.
// Sign in with admin / waystation-demo, or by /welcome/first-visit (printed at start).
import { readFileSync } from 'node:fs';
import { cities, deliveriesOf, finish, logOf, makeGlyphs, makeTask, makeTasks, makeTerminals } from './data.mjs';
import { screensFor, journeysFor } from './flights.mjs';
import { operationTasks, results, runningSteps } from './operations.mjs';

const openapi = JSON.parse(readFileSync(new URL('openapi.json', import.meta.url), 'utf8'));
const contentPolicy = "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; script-src 'self'";

function makeState() {
  const terminals = makeTerminals();
  const links = new Map([['first-visit', false], ['second-visit', false]]);
  return { terminals, tasks: [...operationTasks(1043), ...makeTasks(terminals)], glyphs: makeGlyphs(), links, password: 'waystation-demo', listeners: new Set(), nextTask: 1060 };
}

class Refusal extends Error {
  constructor(status, code, title, more = {}) {
    super(title);
    this.body = { type: `/problems/${code}`, status, code, title, detail: title, requestId: 'mock-0001', ...more };
  }
}

const user = { user: { id: 1, username: 'admin', display_name: '林青禾', role: 'super_admin' }, language: 'zh-CN' };
const signedIn = (request) => /waystation_session=ok/.test(request.headers.cookie ?? '');
const cookie = (value) => ({ 'set-cookie': `waystation_session=${value}; Path=/; HttpOnly; SameSite=Strict` });

function tell(state, event, data) {
  for (const response of state.listeners) response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}

function find(list, id, code = 'not_found') {
  const found = list.find((entry) => entry.id === Number(id));
  if (!found) throw new Refusal(404, code, '没有这一项');
  return found;
}

function screenText(terminal) {
  if (terminal.readiness === 'busy' || terminal.id % 2 === 1) {
    const params = { depCity: 'PEK', arrCity: 'SHA', depDate: '2026-11-25' };
    return screensFor(params, journeysFor('PEK', 'SHA'))[0];
  }
  return `>DA\nA* 20${terminal.pid.slice(0, 3)} 06NOV 0822 12 ${terminal.office_no}\nB  AVAIL\nC  AVAIL\nD  AVAIL\nE  AVAIL\nPID = ${terminal.pid}   HARDCOPY = 1999\nTIME = 1432  DATE = 06NOV   HOST = CAAC\n>航空公司使用自动出票时限, 请检查PNR`;
}

const escapeXml = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
function screenPicture(terminal) {
  const lines = screenText(terminal).split('\n').map((line, row) => `<text x="6" y="${20 + row * 18}" xml:space="preserve">${escapeXml(line)}</text>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="656" height="442" font-family="DejaVu Sans Mono, monospace" font-size="13.3" fill="#1f5f3a"><rect width="656" height="442" fill="#fbfbf4"/>${lines.join('')}<rect y="424" width="656" height="18" fill="#ececec"/><text x="6" y="437" font-size="11" fill="#444">已连接服务器   键盘可用   行：3 列：1   改写</text></svg>`;
}

/** Plays a task on a PNR: the clerk's steps, then its result. */
function playOperation(state, task) {
  const where = state.terminals[1];
  const step = (ms, change) => setTimeout(() => {
    if (task.state === 'cancelled') return;
    change();
    tell(state, 'task', { id: task.id, state: task.state });
  }, ms);
  const begin = { state: 'running', assigned_at: Date.now() + 300, terminal: { id: where.id, name: where.name, office_no: where.office_no }, attempts: 1 };
  runningSteps.forEach((text, at) => step(900 * (at + 1), () => {
    Object.assign(task, begin, { step: text, started_at: task.started_at ?? Date.now() });
    task.played.push({ at: Date.now(), state: 'running', message: text, terminal_id: where.id, lease: 1 });
  }));
  step(900 * (runningSteps.length + 2), () => Object.assign(task, { state: 'done', step: null, finished_at: Date.now(), result: results[task.kind].result }));
}

/** Plays a task from the queue to its flights, as a terminal would. */
function play(state, task) {
  const where = state.terminals.find((terminal) => terminal.readiness === 'ready') ?? state.terminals[0];
  const step = (ms, change) => setTimeout(() => {
    if (['cancelled'].includes(task.state)) return;
    change();
    tell(state, 'task', { id: task.id, state: task.state });
    tell(state, 'terminal', { id: where.id });
  }, ms);
  step(400, () => Object.assign(task, { state: 'assigned', assigned_at: Date.now(), terminal: { id: where.id, name: where.name, office_no: where.office_no } }));
  step(1200, () => Object.assign(task, { state: 'running', started_at: Date.now(), step: '第 1 页' }));
  step(2200, () => Object.assign(task, { step: '第 2 页' }));
  step(3200, () => {
    Object.assign(task, { state: 'done', finished_at: Date.now(), step: null });
    finish(task);
  });
}

function checkQuery(body) {
  const known = (code) => cities.some((city) => city.code === code);
  if (!known(body.dep_city)) throw new Refusal(422, 'unknown_city', '没有这个城市', { field: 'dep_city' });
  if (!known(body.arr_city)) throw new Refusal(422, 'unknown_city', '没有这个城市', { field: 'arr_city' });
  if (body.airline === 'XX') throw new Refusal(422, 'invalid_field', '没有这家航空公司', { field: 'airline' });
}

function listTasks(state, query) {
  const has = (name) => query.get(name) ?? '';
  const states = has('state').split(',').filter(Boolean);
  const text = has('q').toUpperCase();
  const matching = state.tasks.filter(
    (task) =>
      (states.length === 0 || states.includes(task.state)) &&
      (!has('kind') || task.kind === has('kind')) && (!has('source') || task.source === has('source')) &&
      (!has('terminal_id') || task.terminal?.id === Number(has('terminal_id'))) && (!has('office_no') || task.terminal?.office_no === has('office_no')) &&
      (!has('from') || task.created_at >= Number(has('from'))) && (!has('to') || task.created_at < Number(has('to'))) &&
      (!text || `${task.id} ${JSON.stringify(task.summary)} ${task.customer}`.toUpperCase().includes(text)),
  );
  const start = Number(has('cursor') || 0);
  const limit = Number(has('limit') || 50);
  const states8 = ['pending', 'assigned', 'running', 'done', 'failed', 'unknown', 'cancelled', 'expired'];
  const counts = Object.fromEntries(states8.map((name) => [name, state.tasks.filter((task) => task.state === name).length]));
  return { items: matching.slice(start, start + limit), next_cursor: start + limit < matching.length ? start + limit : null, counts };
}

function overview(state) {
  const number = (name) => state.tasks.filter((task) => task.state === name).length;
  return {
    terminals: { total: state.terminals.length, online: state.terminals.filter((terminal) => terminal.presence === 'online').length, needs_attention: 5 },
    tasks: { done_today: number('done'), failed_today: number('failed'), queued: number('pending') + number('assigned'), running: number('running'), unknown: number('unknown'), oldest_queued_ms: 11_000, success_rate_percent: 98.4 },
  };
}

function enrolment(terminal) {
  const code = 'WSE-7K2M-QX4P-91TD';
  return { terminal, enrol_code: code, enrol_command: `waystation-agent enrol --server https://eterm.example.com --code ${code}`, expires_at: Date.now() + 86_400_000 };
}

function command(state, terminal, name) {
  if (name === 'pause') Object.assign(terminal, { paused: true });
  if (name === 'resume') Object.assign(terminal, { paused: false, reason: null, readiness: 'ready' });
  if (name === 'unfreeze') Object.assign(terminal, { state: 'enrolled' });
  if (name === 'screenshot' && terminal.screen) terminal.screen = { hash: `h${Date.now()}`, taken_at: Date.now() };
  tell(state, 'terminal', { id: terminal.id });
}

/** Method and path (as a pattern) to what it does; answers are `[status, body, headers?]`. */
const routes = [
  ['GET', '/session', ({ request }) => { if (!signedIn(request)) throw new Refusal(401, 'not_signed_in', '请先登录'); return [200, user]; }],
  ['POST', '/session', ({ state, body }) => { if (body.username !== 'admin' || body.password !== state.password) throw new Refusal(401, 'wrong_credentials', '用户名或密码不对'); return [200, user, cookie('ok')]; }],
  ['DELETE', '/session', () => [204, null, cookie('')]],
  ['POST', '/session/password', ({ state, body }) => {
    if (body.current !== state.password) throw new Refusal(422, 'wrong_credentials', '当前密码不对', { field: 'current' });
    state.password = body.new;
    return [204, null];
  }],
  ['GET', '/sign-in-links/:token', ({ state, token }) => {
    if (!state.links.has(token)) throw new Refusal(404, 'link_unknown', '没有这个登录地址');
    if (state.links.get(token)) throw new Refusal(410, 'link_used', '这个登录地址用过了');
    return [200, { username: 'admin', display_name: '林青禾', expires_at: Date.now() + 3_600_000 }];
  }],
  ['POST', '/sign-in-links/:token', ({ state, token, body }) => {
    if (state.links.get(token) !== false) throw new Refusal(410, 'link_used', '这个登录地址用过了');
    state.links.set(token, true);
    if (body.password) state.password = body.password;
    return [200, user, cookie('ok')];
  }],
  ['GET', '/api-keys', () => [200, { items: [{ id: 1, api_key: 'wk_7f3c19ab52d84e06', username: 'yunshang', created_at: Date.now() - 9e8, last_used_at: Date.now() - 42_000, enabled: true }, { id: 2, api_key: 'wk_20b8e1c4475f9d33', username: 'tuyuan', created_at: Date.now() - 5e9, last_used_at: null, enabled: false }] }]],
  ['GET', '/overview', ({ state }) => [200, overview(state)]],
  ['GET', '/terminals', ({ state }) => [200, { items: state.terminals }]],
  ['POST', '/terminals', ({ state, body }) => {
    if (!/^[A-Z]{3}\d{3}$/.test(body.office_no)) throw new Refusal(422, 'invalid_field', 'Office 号是三个字母加三个数字', { field: 'office_no' });
    const terminal = { ...makeTerminals()[6], ...body, id: state.terminals.length + 1, created_at: Date.now() };
    state.terminals.push(terminal);
    tell(state, 'terminal', { id: terminal.id });
    return [201, enrolment(terminal)];
  }],
  ['GET', '/terminals/:id', ({ state, id }) => [200, find(state.terminals, id)]],
  ['PATCH', '/terminals/:id', ({ state, id, body }) => [200, Object.assign(find(state.terminals, id), body)]],
  ['GET', '/terminals/:id/screen-text', ({ state, id }) => { const terminal = find(state.terminals, id); return [200, { text: screenText(terminal), ...terminal.screen }]; }],
  ['GET', '/terminals/:id/log', ({ state, id }) => { const { created_at, host_name } = find(state.terminals, id); return [200, [{ at: created_at + 60_000, change: `enrolled on ${host_name}` }, { at: created_at, change: 'registered' }].filter(({ change }) => host_name || change === 'registered')]; }],
  ['POST', '/terminals/:id/enrol-code', ({ state, id }) => [200, enrolment(find(state.terminals, id))]],
  ['POST', '/terminals/:id/commands', ({ state, id, body }) => { command(state, find(state.terminals, id), body.command); return [202, null]; }],
  ['GET', '/glyphs', ({ state }) => [200, { items: state.glyphs.filter((glyph) => glyph.text === null) }]],
  ['POST', '/glyphs/:id', ({ state, id, body }) => [200, Object.assign(find(state.glyphs, id), body)]],
  ['GET', '/tasks', ({ state, url }) => [200, listTasks(state, url.searchParams)]],
  ['POST', '/tasks/query-av', ({ state, body }) => {
    checkQuery(body);
    const { dep_city: depCity, arr_city: arrCity, dep_date: depDate, dep_time: depTime, airline, cabin, direct = false } = body;
    const task = makeTask(state.nextTask++, JSON.parse(JSON.stringify({ depCity, arrCity, depDate, depTime, airline, cabin, direct })));
    state.tasks.unshift(task);
    play(state, task);
    return [201, { id: task.id }];
  }],
  ['POST', '/tasks', ({ state, body }) => {
    if (body.params.pnr === 'ZZZZZ') throw new Refusal(422, 'invalid_field', '这个记录编号不存在', { field: 'params.pnr' });
    const task = { ...makeTask(state.nextTask++, body.params), kind: body.kind, played: [] };
    state.tasks.unshift(task);
    playOperation(state, task);
    return [201, { id: task.id }];
  }],
  ['POST', '/tasks/:id/settle', ({ state, id, body }) => {
    const task = find(state.tasks, id);
    if (task.state !== 'unknown') throw new Refusal(409, 'task_not_unknown', '这个任务已有结论');
    Object.assign(task, { state: body.verdict, finished_at: Date.now(), error: body.verdict === 'failed' ? { code: 'not_done', message: '经核实没有执行', detail: body.note, retry_safe: true } : null });
    tell(state, 'task', { id: task.id, state: task.state });
    return [200, task];
  }],
  ['GET', '/tasks/:id', ({ state, id }) => { const { played = [], ...task } = find(state.tasks, id); const log = logOf(task); return [200, { ...task, log: [...log.slice(0, 3), ...played, ...log.slice(3)] }]; }],
  ['GET', '/tasks/:id/deliveries', ({ state, id }) => [200, { items: deliveriesOf(find(state.tasks, id)) }]],
  ['POST', '/tasks/:id/cancel', ({ state, id }) => {
    const task = find(state.tasks, id);
    if (!['pending', 'assigned', 'running'].includes(task.state)) throw new Refusal(409, 'task_not_cancellable', '任务已经结束，不能取消');
    Object.assign(task, { state: 'cancelled', finished_at: Date.now() });
    return [200, task];
  }],
  ['GET', '/cities', () => [200, { items: cities }]],
  ['POST', '/deliveries/:id/replay', () => [202, null]],
].map(([method, path, run]) => ({ method, run, pattern: new RegExp(`^/api/v1${path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`) }));

async function readBody(request) {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text ? JSON.parse(text) : {};
}

function stream(state, response) {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write('event: hello\ndata: {}\n\n');
  state.listeners.add(response);
  response.on('close', () => state.listeners.delete(response));
}

function send(response, status, body, headers = {}) {
  response.writeHead(status, { 'content-type': status >= 400 ? 'application/problem+json' : 'application/json', 'cache-control': 'no-store', ...headers });
  response.end(body === null ? '' : JSON.stringify(body));
}

async function serve(state, request, response) {
  const url = new URL(request.url, 'http://mock');
  if (url.pathname === '/openapi.json') return send(response, 200, openapi);
  if (url.pathname === '/api/v1/events') return stream(state, response);
  const picture = /^\/api\/v1\/terminals\/(\d+)\/screen$/.exec(url.pathname);
  if (picture) {
    response.writeHead(200, { 'content-type': 'image/svg+xml' });
    return response.end(screenPicture(find(state.terminals, picture[1])));
  }
  const route = routes.find((candidate) => candidate.method === request.method && candidate.pattern.test(url.pathname));
  if (!route) throw new Refusal(404, 'not_found', '没有这个接口');
  const open = /\/(session|sign-in-links\/.*)$/.test(url.pathname);
  if (!open && !signedIn(request)) throw new Refusal(401, 'not_signed_in', '请先登录');
  if (request.method !== 'GET' && request.headers['x-waystation'] !== '1') throw new Refusal(403, 'csrf', '缺少 X-Waystation');
  const body = request.method === 'GET' ? {} : await readBody(request);
  send(response, ...route.run({ ...route.pattern.exec(url.pathname).groups, state, request, url, body }));
}

/** A Vite plugin that answers /api in `vite dev` and `vite preview`; the latter with the real content policy. */
export function mockServer() {
  const state = makeState();
  const middleware = (request, response, next) => {
    if (!/^\/(api\/|openapi\.json)/.test(request.url)) return next();
    serve(state, request, response).catch((refusal) => send(response, refusal.body?.status ?? 500, refusal.body ?? { code: 'mock_broken', title: String(refusal) }));
  };
  return {
    name: 'waystation-mock-server',
    configureServer: ({ middlewares }) => void middlewares.use(middleware),
    configurePreviewServer({ middlewares }) {
      middlewares.use((_, response, next) => {
        response.setHeader('content-security-policy', contentPolicy);
        next();
      });
      middlewares.use(middleware);
    },
  };
}
