/** Plays the server: answers by method and path, and keeps what was asked. */
import { vi } from 'vitest';

type Answer = unknown | ((request: Request) => Response | Promise<Response>);

export interface Played {
  requests: Request[];
}

export function json(body: unknown, status = 200): Response {
  const type = status >= 400 ? 'application/problem+json' : 'application/json';
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': type } });
}

/** `answers` maps `GET /api/v1/session` to a body or to a function; everything else is refused with 404. */
export function playServer(answers: Record<string, Answer>): Played {
  const requests: Request[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    requests.push(request.clone());
    const answer = answers[`${request.method} ${new URL(request.url).pathname}`];
    if (answer === undefined) return json({ code: 'not_found', title: 'no such thing', status: 404 }, 404);
    return typeof answer === 'function' ? (answer as (request: Request) => Response)(request) : json(answer);
  });
  return { requests };
}
