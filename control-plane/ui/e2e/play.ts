/** Answers single calls of the page in the server's place, for what a run on a real terminal cannot bring about at will. */
import type { Page, Route } from '@playwright/test';

type Json = Record<string, unknown>;

const answer = (route: Route, status: number, body: unknown): Promise<void> =>
  route.fulfill({ status, contentType: status >= 400 ? 'application/problem+json' : 'application/json', body: JSON.stringify(body) });

/** Lets the page see one task; `task` is asked at every call, so that it may change. */
export async function playTask(page: Page, task: () => Json): Promise<void> {
  const { id } = task();
  await page.route(`**/api/v1/tasks/${String(id)}`, (route) => answer(route, 200, { log: [], ...task() }));
  await page.route(`**/api/v1/tasks/${String(id)}/deliveries`, (route) => answer(route, 200, { items: [] }));
}

/** Lets the page see a list of tasks in one state, and every other list as the server has it. */
export async function playList(page: Page, state: string, tasks: () => Json[]): Promise<void> {
  await page.route('**/api/v1/tasks?*', (route) => {
    const asked = new URL(route.request().url()).searchParams.get('state');
    return asked === state ? answer(route, 200, { items: tasks(), next_cursor: null, counts: {} }) : route.continue();
  });
}

/** Takes what a form sends; gives back everything that was sent. */
export async function playSubmission(page: Page, reply: (body: Json) => [status: number, body: Json]): Promise<{ body: Json; key: string | undefined }[]> {
  const sent: { body: Json; key: string | undefined }[] = [];
  await page.route('**/api/v1/tasks', (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    const body = route.request().postDataJSON() as Json;
    sent.push({ body, key: route.request().headers()['idempotency-key'] });
    return answer(route, ...reply(body));
  });
  return sent;
}

/** A stream of events that breaks at once: the page opens it again within seconds and catches up. */
export async function playBrokenStream(page: Page): Promise<void> {
  await page.route('**/api/v1/events', (route) => route.fulfill({ status: 200, contentType: 'text/event-stream', body: 'event: hello\ndata: {}\n\n' }));
}
