/** Why a task failed, in the words of the page; the host's own words follow where there are any. */
import type { TaskRow } from '@/api/types';
import { hasText, named } from '@/app/i18n';

type TaskError = NonNullable<TaskRow['error']>;

/** `The PNR is not there`; a code newer than this page shows the server's message. */
export function errorTitle(error: TaskError): string {
  const reason = error.code.replace(/^terminal_/, '');
  if (!hasText(`dispatch.error.${error.code}`) && hasText(`fleet.reason.${reason}.title`)) return named('fleet.reason', `${reason}.title`);
  return named('dispatch.error', error.code, error.message || error.code);
}

/** What the host or the server said beyond that; nothing when it is the same. */
export function errorDetail(error: TaskError): string | null {
  return [error.detail, error.message].find((words) => words !== '' && words !== errorTitle(error)) ?? null;
}
