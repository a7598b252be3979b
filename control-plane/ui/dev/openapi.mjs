// Stand-in for the server's own OpenAPI document, used until `npm run schema` reads the real one.
// Only what the page calls; written with small builders so that it stays readable.

const text = { type: 'string' };
const number = { type: 'number' };
const flag = { type: 'boolean' };
const nothing = { type: 'null' };
const orNull = (schema) => (typeof schema.type === 'string' && !schema.enum
  ? { ...schema, type: [schema.type, 'null'] }
  : { oneOf: [schema, nothing] });
const list = (items) => ({ type: 'array', items });
const ref = (name) => ({ $ref: `#/components/schemas/${name}` });
const oneOf = (...values) => ({ type: 'string', enum: values });
const ms = (description = 'Unix milliseconds, UTC') => ({ type: 'number', description });

/** An object whose properties are all required, except those named in `optional`. */
const object = (properties, optional = []) => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
});

const taskStates = ['pending', 'assigned', 'running', 'done', 'failed', 'unknown', 'cancelled', 'expired'];

const taskRow = {
  id: number,
  kind: text,
  state: oneOf(...taskStates),
  source: text,
  summary: { type: 'object', additionalProperties: true },
  customer: text,
  terminal: orNull(object({ id: number, name: text, office_no: text })),
  step: orNull(text),
  created_at: ms(),
  assigned_at: orNull(ms()),
  started_at: orNull(ms()),
  finished_at: orNull(ms()),
  error: orNull(object({ code: text, message: text, retry_safe: flag })),
  flights: orNull(number),
};

const schemas = {
  Problem: object(
    { type: text, status: number, code: text, title: text, detail: text, field: text, requestId: text },
    ['type', 'detail', 'field', 'requestId'],
  ),
  Session: object({
    user: object({ id: number, username: text, display_name: text, role: text }),
    language: text,
  }),
  SignInLink: object({ username: text, display_name: text, expires_at: ms() }),
  Overview: object({
    terminals: object({ total: number, online: number, needs_attention: number }),
    tasks: object({
      done_today: number, failed_today: number, queued: number, running: number, unknown: number,
      oldest_queued_ms: orNull(number), success_rate_percent: orNull(number),
    }),
  }),
  Terminal: object({
    id: number, name: text, office_no: text, pid: text, kind: text, remark: text,
    state: oneOf('enrolled', 'waiting_enrolment', 'frozen'),
    presence: oneOf('online', 'offline', 'never'),
    readiness: orNull(oneOf('ready', 'busy', 'not_ready')),
    reason: orNull(text),
    paused: flag,
    agent_version: orNull(text), os_info: orNull(text), host_name: orNull(text),
    last_seen_at: orNull(ms()),
    current_task: orNull(object({
      id: number, kind: text, summary: { type: 'object', additionalProperties: true },
      step: orNull(text), started_at: orNull(ms()),
    })),
    queued: number, success_count: number, fail_count: number,
    screen: orNull(object({ hash: text, taken_at: ms() })),
    unknown_glyphs: number,
    ticketing_codes: list(text), production_codes: list(text),
    created_at: ms(),
  }),
  Enrolment: object({ terminal: ref('Terminal'), enrol_code: text, enrol_command: text, expires_at: ms() }),
  ScreenText: object({ text, hash: text, taken_at: ms() }),
  Glyph: object({
    id: number, terminal_id: number, terminal_name: text, glyph: text,
    png: { type: 'string', description: 'base64' }, context: text, text: orNull(text), first_seen_at: ms(),
  }),
  TaskRow: object(taskRow),
  Task: object({
    ...taskRow,
    params: { type: 'object', additionalProperties: true },
    result: {},
    request_id: orNull(text), callback_url: orNull(text), priority: number, attempts: number,
    log: list(object({ at: ms(), state: text, message: text, terminal_id: orNull(number), lease: orNull(number) })),
    reports: list(object({ received_at: ms(), lease: number, status: text, applied: flag })),
    transcript: list(object({ command: text, sent_at: ms(), took_ms: number, screen: text })),
    deliveries: list(ref('Delivery')),
  }),
  Delivery: object({
    id: number, state: oneOf('pending', 'delivered', 'failed', 'stopped'), url: text,
    attempts: list(object({
      at: ms(), status: orNull(number), latency_ms: number, error: orNull(text), response: orNull(text),
    })),
    next_at: orNull(ms()), created_at: ms(),
  }),
  City: object({ code: text, name_zh: text, name_en: text, city: text }),
  ApiKey: object({
    id: number, api_key: text, username: text, created_at: ms(), last_used_at: orNull(ms()), enabled: flag,
  }),
  NewQuery: object(
    {
      dep_city: text, arr_city: text, dep_date: { type: 'string', format: 'date' }, dep_time: text, airline: text,
      direct: flag, cabin: text, terminal_id: number, office_no: text,
    },
    ['dep_time', 'airline', 'direct', 'cabin', 'terminal_id', 'office_no'],
  ),
};

const json = (schema) => ({ 'application/json': { schema } });
const problem = { description: 'Problem details', content: { 'application/problem+json': { schema: ref('Problem') } } };

/** One operation. `input` is its JSON body, `output` its JSON answer. */
function operation(tag, summary, { input, output, status = 200, query = [], path = [], headers = [] } = {}) {
  const parameters = [
    ...path.map((name) => ({ name, in: 'path', required: true, schema: name === 'token' ? text : number })),
    ...query.map(([name, schema]) => ({ name, in: 'query', required: false, schema })),
    ...headers.map((name) => ({ name, in: 'header', required: false, schema: text })),
  ];
  return {
    tags: [tag],
    summary,
    ...(parameters.length ? { parameters } : {}),
    ...(input ? { requestBody: { required: true, content: json(input) } } : {}),
    responses: {
      [status]: output ? { description: 'OK', content: json(output) } : { description: 'OK' },
      default: problem,
    },
  };
}

const items = (schema) => object({ items: list(schema) });
const page = (schema, more = {}) => object({ items: list(schema), next_cursor: orNull(text), ...more });

const paths = {
  '/api/v1/session': {
    get: operation('identity', 'Who is signed in', { output: ref('Session') }),
    post: operation('identity', 'Sign in', {
      input: object({ username: text, password: text }), output: ref('Session'),
    }),
    delete: operation('identity', 'Sign out', { status: 204 }),
  },
  '/api/v1/session/password': {
    post: operation('identity', 'Change the own password', {
      input: object({ current: text, new: text }, ['current']), status: 204,
    }),
  },
  '/api/v1/sign-in-links/{token}': {
    get: operation('identity', 'Look at a one-time sign-in link', { path: ['token'], output: ref('SignInLink') }),
    post: operation('identity', 'Sign in by a one-time link', {
      path: ['token'], input: object({ password: text }, ['password']), output: ref('Session'),
    }),
  },
  '/api/v1/api-keys': { get: operation('identity', 'API keys', { output: items(ref('ApiKey')) }) },
  '/api/v1/overview': { get: operation('reports', 'Figures of today', { output: ref('Overview') }) },
  '/api/v1/terminals': {
    get: operation('fleet', 'All terminals', { output: items(ref('Terminal')) }),
    post: operation('fleet', 'Add a terminal', {
      input: object({ name: text, office_no: text, pid: text, remark: text }, ['remark']),
      output: ref('Enrolment'), status: 201, headers: ['Idempotency-Key'],
    }),
  },
  '/api/v1/terminals/{id}': {
    get: operation('fleet', 'One terminal', { path: ['id'], output: ref('Terminal') }),
    patch: operation('fleet', 'Change a terminal', {
      path: ['id'], output: ref('Terminal'),
      input: object(
        { name: text, remark: text, ticketing_codes: list(text), production_codes: list(text) },
        ['name', 'remark', 'ticketing_codes', 'production_codes'],
      ),
    }),
  },
  '/api/v1/terminals/{id}/screen-text': {
    get: operation('fleet', 'The text read from the screen', { path: ['id'], output: ref('ScreenText') }),
  },
  '/api/v1/terminals/{id}/enrol-code': {
    post: operation('fleet', 'New enrolment code', {
      path: ['id'], output: ref('Enrolment'), status: 201, headers: ['Idempotency-Key'],
    }),
  },
  '/api/v1/terminals/{id}/commands': {
    post: operation('fleet', 'Tell the terminal something', {
      path: ['id'], input: object({ command: oneOf('screenshot', 'pause', 'resume', 'unfreeze') }), status: 202,
    }),
  },
  '/api/v1/glyphs': {
    get: operation('fleet', 'Pictures of characters nobody knows yet', {
      query: [['state', text]], output: items(ref('Glyph')),
    }),
  },
  '/api/v1/glyphs/{id}': {
    post: operation('fleet', 'Name a character', { path: ['id'], input: object({ text }), output: ref('Glyph') }),
  },
  '/api/v1/tasks': {
    get: operation('dispatch', 'Tasks, newest first', {
      query: [
        ['state', list(text)], ['kind', text], ['terminal_id', number], ['office_no', text], ['source', text],
        ['q', text], ['from', number], ['to', number], ['limit', number], ['cursor', text],
      ],
      output: page(ref('TaskRow'), {
        counts: object(Object.fromEntries(taskStates.map((state) => [state, number]))),
      }),
    }),
  },
  '/api/v1/tasks/{id}': { get: operation('dispatch', 'One task with its history', { path: ['id'], output: ref('Task') }) },
  '/api/v1/tasks/query-av': {
    post: operation('dispatch', 'Query availability', {
      input: ref('NewQuery'), output: object({ id: number }), status: 201, headers: ['Idempotency-Key'],
    }),
  },
  '/api/v1/tasks/{id}/cancel': {
    post: operation('dispatch', 'Cancel a task', { path: ['id'], output: ref('TaskRow') }),
  },
  '/api/v1/cities': { get: operation('dispatch', 'Cities and airports', { output: items(ref('City')) }) },
  '/api/v1/deliveries/{id}/replay': {
    post: operation('webhooks', 'Send a callback again', { path: ['id'], status: 202 }),
  },
};

/** The whole document. */
export const openapi = {
  openapi: '3.1.0',
  info: { title: 'Waystation', version: '0.1.0', description: 'Stand-in used while developing the page.' },
  tags: ['identity', 'reports', 'fleet', 'dispatch', 'webhooks'].map((name) => ({ name })),
  paths,
  components: { schemas },
};
