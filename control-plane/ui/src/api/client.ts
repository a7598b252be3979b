/** The typed client. Knows the wire conventions (CSRF header, language, problems), not what the calls mean. */
import createClient, { type Middleware } from 'openapi-fetch';
import { language } from '@/app/i18n';
import { Problem } from './problem';
import type { paths } from './schema';

const conventions: Middleware = {
  onRequest({ request }) {
    request.headers.set('Accept-Language', language.value);
    if (request.method !== 'GET') request.headers.set('X-Waystation', '1');
    return request;
  },
};

// A `fetch` looked up at call time lets tests replace it.
export const api = createClient<paths>({ baseUrl: window.location.origin, fetch: (request) => globalThis.fetch(request) });
api.use(conventions);

let signedOut: (() => void) | null = null;

/** Called whenever the server says that nobody is signed in any more. */
export function onSignedOut(listener: () => void): void {
  signedOut = listener;
}

interface Outcome<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The answer's body, or a thrown [`Problem`]. */
export async function answer<T>(call: Promise<Outcome<T>>): Promise<T> {
  const { data, error, response } = await call;
  if (response.ok) return data as T;
  const problem = Problem.fromBody(response.status, error);
  if (problem.code === 'not_signed_in') signedOut?.();
  throw problem;
}

/** A random UUID for `Idempotency-Key`; `crypto.randomUUID` is missing on plain HTTP in an office network. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
