/** How a terminal is doing, in one word, one colour, and what a person can do about it. */
import type { Terminal } from '@/api/types';
import { hasText, named, t, type TextKey } from '@/app/i18n';
import type { Tone } from '@/ui/tone';

export type Condition =
  | 'ready'
  | 'busy'
  | 'not_ready'
  | 'offline'
  | 'never'
  | 'waiting_enrolment'
  | 'frozen'
  | 'paused';

type Vital = Pick<Terminal, 'state' | 'presence' | 'readiness' | 'reason' | 'paused'>;

/** The most pressing fact wins. */
export function condition(terminal: Vital): Condition {
  if (terminal.state === 'frozen') return 'frozen';
  if (terminal.state === 'waiting_enrolment') return 'waiting_enrolment';
  if (terminal.presence === 'never') return 'never';
  if (terminal.presence === 'offline') return 'offline';
  if (terminal.paused || terminal.reason === 'paused') return terminal.readiness === 'busy' ? 'busy' : 'paused';
  return terminal.readiness ?? 'not_ready';
}

/** A terminal with the task that runs on it is busy, even while its last word was that it is ready. */
export function atWork<T extends Vital>(terminal: T, task: unknown): T {
  return task && terminal.readiness === 'ready' ? { ...terminal, readiness: 'busy' } : terminal;
}

const tones: Record<Condition, Tone> = {
  ready: 'ok',
  busy: 'accent',
  not_ready: 'warn',
  offline: 'bad',
  never: 'soft',
  waiting_enrolment: 'soft',
  frozen: 'bad',
  paused: 'soft',
};

export const conditionTone = (terminal: Vital): Tone => tones[condition(terminal)];

/** `Idle`, `Offline`, or the very reason why it is not ready. */
export function conditionWord(terminal: Vital): string {
  const now = condition(terminal);
  if (now === 'not_ready') return reasonText(terminal.reason ?? 'starting', 'title');
  return t(`fleet.status.${now}`);
}

export interface Advice {
  title: string;
  remedy: string;
  tone: Tone;
}

/** What is wrong and how to mend it; null when all is well. */
export function advice(terminal: Vital): Advice | null {
  const now = condition(terminal);
  const tone = tones[now];
  if (now === 'ready' || now === 'busy') return null;
  if (now === 'not_ready' || now === 'paused') {
    const reason = now === 'paused' ? 'paused' : (terminal.reason ?? 'starting');
    return { title: reasonText(reason, 'title'), remedy: reasonText(reason, 'remedy'), tone };
  }
  const key = (part: 'title' | 'remedy'): TextKey => `fleet.help.${now}.${part}`;
  return { title: t(key('title')), remedy: t(key('remedy')), tone };
}

function reasonText(code: string, part: 'title' | 'remedy'): string {
  if (hasText(`fleet.reason.${code}.${part}`)) return named('fleet.reason', `${code}.${part}`);
  return t(`fleet.reason.other.${part}`, { code });
}

/** Whether a person has to look after it (what the overview counts as needing attention). */
export function needsAttention(terminal: Vital): boolean {
  return ['not_ready', 'offline', 'frozen'].includes(condition(terminal));
}
