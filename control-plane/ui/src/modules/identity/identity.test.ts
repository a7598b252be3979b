import { afterEach, describe, expect, it, vi } from 'vitest';
import { createMemoryHistory } from 'vue-router';
import { makeRouter } from '@/app/router';
import { json, playServer } from '@/testing/server';
import { passwordFaults } from './password';
import { ensureSession, forgetSession, session, signIn, signInByLink, signOut } from './session';

const someone = { user: { id: 1, username: 'admin', display_name: '林青禾', role: 'admin' }, language: 'zh-CN' };
const nobody = (): Response => json({ code: 'not_signed_in', title: '请先登录' }, 401);

afterEach(() => {
  forgetSession();
  vi.unstubAllGlobals();
});

describe('the session', () => {
  it('is asked for once', async () => {
    const { requests } = playServer({ 'GET /api/v1/session': someone });
    await Promise.all([ensureSession(), ensureSession()]);
    await ensureSession();
    expect(requests).toHaveLength(1);
    expect(session.value?.user.username).toBe('admin');
  });

  it('may be nobody’s, and is asked for again then', async () => {
    const { requests } = playServer({ 'GET /api/v1/session': nobody });
    await ensureSession();
    expect(session.value).toBeNull();
    await ensureSession();
    expect(requests).toHaveLength(2);
  });

  it('begins by name and password and ends by signing out', async () => {
    const { requests } = playServer({ 'POST /api/v1/session': someone, 'DELETE /api/v1/session': () => new Response(null, { status: 204 }) });
    await signIn('admin', 'a long password');
    expect(await requests[0]?.json()).toEqual({ username: 'admin', password: 'a long password' });
    expect(session.value).not.toBeNull();
    await signOut();
    expect(session.value).toBeNull();
  });

  it('begins by a link, with a password or without', async () => {
    const { requests } = playServer({ 'POST /api/v1/sign-in-links/abc': someone });
    await signInByLink('abc', null);
    await signInByLink('abc', 'a long password');
    expect(await requests[0]?.json()).toEqual({});
    expect(await requests[1]?.json()).toEqual({ password: 'a long password' });
  });
});

describe('the guard', () => {
  it('sends strangers to the sign-in page and remembers where they wanted to go', async () => {
    playServer({ 'GET /api/v1/session': nobody });
    const router = makeRouter(createMemoryHistory());
    await router.push('/tasks?state=done');
    expect(router.currentRoute.value.name).toBe('sign-in');
    expect(router.currentRoute.value.query.to).toBe('/tasks?state=done');
    await router.push('/');
    expect(router.currentRoute.value.query.to).toBeUndefined();
  });

  it('lets strangers see the doors and members everything', async () => {
    playServer({ 'GET /api/v1/session': nobody });
    const router = makeRouter(createMemoryHistory());
    await router.push('/welcome/abc');
    expect(router.currentRoute.value.name).toBe('welcome');
    playServer({ 'GET /api/v1/session': someone });
    await router.push('/tasks/new');
    expect(router.currentRoute.value.name).toBe('new-query');
    await router.push('/tasks/17');
    expect(router.currentRoute.value.name).toBe('task');
    await router.push('/tasks/seventeen');
    expect(router.currentRoute.value.name).toBe('not-found');
  });
});

describe('a new password', () => {
  it('needs ten characters, however many bytes they take', () => {
    expect(passwordFaults('九个字的密码还不够', '九个字的密码还不够').password).toBeTruthy();
    expect(passwordFaults('十个字的密码就已经够了', '十个字的密码就已经够了')).toEqual({});
  });

  it('must be typed the same twice', () => {
    expect(passwordFaults('long enough now', 'long enough new').repeat).toBeTruthy();
  });
});
