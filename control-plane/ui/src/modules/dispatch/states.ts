/** The life of a task as people see it. */
import type { TaskRow } from '@/api/types';
import type { Tone } from '@/ui/tone';

/** In the order of a task's life. */
export const taskStates = ['pending', 'assigned', 'running', 'done', 'failed', 'unknown', 'cancelled', 'expired'] as const;

const tones: Readonly<Record<string, Tone>> = {
  pending: 'soft',
  assigned: 'soft',
  running: 'accent',
  done: 'ok',
  failed: 'bad',
  unknown: 'unk',
  cancelled: 'soft',
  expired: 'warn',
};

export const stateTone = (state: string): Tone => tones[state] ?? 'soft';

export const taskKinds = [
  'query_av', 'book_pnr', 'extract_pnr', 'cancel_passenger', 'cancel_pnr', 'issue_ticket', 'extract_ticket_no', 'authorize_pnr',
] as const;

/** Nothing more will happen by itself. */
export function isFinal(state: string): boolean {
  return ['done', 'failed', 'cancelled', 'expired'].includes(state);
}

/** A person may still call it off. */
export function isCancellable(state: string): boolean {
  return ['pending', 'assigned', 'running'].includes(state);
}

/** How long it took or has been taking, ms; null while it only waits. */
export function timeTaken(task: Pick<TaskRow, 'started_at' | 'finished_at' | 'state'>, now: number): number | null {
  if (!task.started_at) return null;
  return (task.finished_at ?? (isFinal(task.state) ? task.started_at : now)) - task.started_at;
}
