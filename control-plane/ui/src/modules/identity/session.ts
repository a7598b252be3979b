/** Who is signed in on this browser. The cookie itself is out of reach of scripts. */
import { shallowRef } from 'vue';
import { answer, api } from '@/api/client';
import type { Session } from '@/api/types';
import { suggestLanguage } from '@/app/i18n';

export const session = shallowRef<Session | null>(null);
let asked: Promise<void> | null = null;

function accept(found: Session): void {
  session.value = found;
  suggestLanguage(found.language);
}

/** Asks the server once who is signed in; nobody is an answer, too. */
export function ensureSession(): Promise<void> {
  if (session.value) return Promise.resolve();
  asked ??= answer(api.GET('/api/v1/session')).then(accept, () => {
    asked = null;
  });
  return asked;
}

/** What the page knew about the session is over. */
export function forgetSession(): void {
  session.value = null;
  asked = null;
}

export async function signIn(username: string, password: string): Promise<void> {
  accept(await answer(api.POST('/api/v1/session', { body: { username, password } })));
}

/** Uses up a one-time link, with a password to keep or without. */
export async function signInByLink(token: string, password: string | null): Promise<void> {
  const body = password === null ? {} : { password };
  accept(await answer(api.POST('/api/v1/sign-in-links/{token}', { params: { path: { token } }, body })));
}

/** Signs out; even when the server cannot be reached the page forgets who it was. */
export async function signOut(): Promise<void> {
  try {
    await answer(api.DELETE('/api/v1/session'));
  } finally {
    forgetSession();
  }
}
