/** A task in a few words, from the public part of its parameters. */
import { calendarDay } from '@/app/format';
import { named, t } from '@/app/i18n';
import { clockTime } from './av';
import { carrierName } from './carriers';
import { cityName } from './cities';

interface Summarised {
  kind: string;
  summary?: unknown;
}

function fields(summary: unknown): Record<string, unknown> {
  return typeof summary === 'object' && summary !== null ? (summary as Record<string, unknown>) : {};
}

function text(summary: unknown, name: string): string | null {
  const value = fields(summary)[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

export const kindName = (kind: string): string => named('dispatch.kind', kind);

/** `Beijing → Shanghai`, a locator, or nothing. */
export function subject({ summary }: Summarised): string {
  const from = text(summary, 'depCity');
  const to = text(summary, 'arrCity');
  if (from && to) return t('dispatch.route', { from: cityName(from), to: cityName(to) });
  return text(summary, 'pnr') ?? (typeof summary === 'string' ? summary : '');
}

/** `Availability Beijing → Shanghai`. */
export function summaryTitle(task: Summarised): string {
  return `${kindName(task.kind)} ${subject(task)}`.trim();
}

/** Date and conditions: `25 Nov, Wed · Air China · Non-stop`. */
export function summaryDetail({ summary }: Summarised): string {
  const date = text(summary, 'depDate');
  const time = text(summary, 'depTime');
  const airline = text(summary, 'airline');
  const cabin = text(summary, 'cabin');
  const parts = [
    date && `${calendarDay(date)}${time ? ` ${clockTime(time)}` : ''}`,
    airline && carrierName(airline),
    cabin,
    fields(summary).direct === true && t('dispatch.av.direct'),
  ];
  return parts.filter(Boolean).join(' · ');
}
