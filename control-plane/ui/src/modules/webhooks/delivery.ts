/** How a callback is doing. */
import type { Delivery } from '@/api/types';
import type { Tone } from '@/ui/tone';

type Attempt = Delivery['attempts'][number];

const tones: Readonly<Record<string, Tone>> = { pending: 'accent', delivered: 'ok', failed: 'warn', stopped: 'bad' };

export const deliveryTone = (state: string): Tone => tones[state] ?? 'soft';

/** `HTTP 200`, or why no answer came. */
export function attemptWords(attempt: Attempt): { ok: boolean; text: string } {
  const ok = attempt.status != null && attempt.status >= 200 && attempt.status < 300;
  const status = attempt.status == null ? null : `HTTP ${attempt.status}`;
  return { ok, text: [status, attempt.error].filter(Boolean).join(' · ') || '–' };
}
