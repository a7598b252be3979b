import { afterEach, describe, expect, it, vi } from 'vitest';
import { setLanguage } from '@/app/i18n';
import { json, playServer } from '@/testing/server';
import { answer, api, newKey, onSignedOut } from './client';
import { isAborted, Problem } from './problem';

afterEach(() => {
  vi.unstubAllGlobals();
  setLanguage('zh-CN');
});

describe('every call', () => {
  it('names the language, and unsafe ones carry the header against forged requests', async () => {
    const { requests } = playServer({ 'GET /api/v1/overview': {}, 'DELETE /api/v1/session': () => new Response(null, { status: 204 }) });
    setLanguage('en');
    await answer(api.GET('/api/v1/overview'));
    await answer(api.DELETE('/api/v1/session'));
    expect(requests.map((request) => request.headers.get('accept-language'))).toEqual(['en', 'en']);
    expect(requests.map((request) => request.headers.get('x-waystation'))).toEqual([null, '1']);
  });
});

describe('a refusal', () => {
  it('is thrown with code, words, field and request id', async () => {
    const body = { status: 422, code: 'date_in_past', title: '日期已过', detail: '请选今天或以后', field: 'dep_date', requestId: 'r-1' };
    playServer({ 'POST /api/v1/tasks/query-av': () => json(body, 422) });
    const call = answer(api.POST('/api/v1/tasks/query-av', { body: { dep_city: 'PEK', arr_city: 'SHA', dep_date: '2020-01-01' } }));
    await expect(call).rejects.toMatchObject({ status: 422, code: 'date_in_past', field: 'dep_date', requestId: 'r-1', message: '请选今天或以后' });
  });

  it('that is no problem document still has a code', async () => {
    playServer({ 'GET /api/v1/overview': () => new Response('<html>bad gateway</html>', { status: 502 }) });
    await expect(answer(api.GET('/api/v1/overview'))).rejects.toMatchObject({ code: 'http_502' });
  });

  it('for lack of a session tells the page', async () => {
    const told = vi.fn();
    onSignedOut(told);
    playServer({ 'GET /api/v1/overview': () => json({ code: 'not_signed_in', title: 'x' }, 401), 'POST /api/v1/session': () => json({ code: 'wrong_credentials', title: 'x' }, 401) });
    await expect(answer(api.POST('/api/v1/session', { body: { username: 'a', password: 'b' } }))).rejects.toBeInstanceOf(Problem);
    expect(told).not.toHaveBeenCalled();
    await expect(answer(api.GET('/api/v1/overview'))).rejects.toBeInstanceOf(Problem);
    expect(told).toHaveBeenCalledOnce();
  });
});

it('no answer at all is called unreachable', () => {
  expect(Problem.from(new TypeError('Failed to fetch')).code).toBe('unreachable');
  const problem = new Problem({ status: 500, code: 'x' });
  expect(Problem.from(problem)).toBe(problem);
});

it('giving up is no failure', () => {
  expect(isAborted(new DOMException('stop', 'AbortError'))).toBe(true);
  expect(isAborted(new Error('stop'))).toBe(false);
});

it('keys are random UUIDs of version 4', () => {
  const keys = new Set(Array.from({ length: 100 }, newKey));
  expect(keys.size).toBe(100);
  for (const key of keys) expect(key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
