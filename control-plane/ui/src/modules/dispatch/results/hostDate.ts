/** Dates as the host writes them, `25NOV`, mostly without a year. */

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const weekdays = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
/** Offices write their own local time, which is that of Beijing everywhere in the country. */
const officeOffsetMs = 8 * 3_600_000;

export interface HostDate {
  /** `25NOV`, perhaps with a two-digit year. */
  date: string;
  year?: string | null;
  /** `WE` or `WED`; tells which year is meant. */
  dow?: string | null;
}

/** The day as `YYYY-MM-DD`: the year that fits the weekday, or else the one that lies nearest to `around` (Unix ms). */
export function isoDate({ date, year, dow }: HostDate, around: number): string | null {
  const [, day, name, glued] = /^(\d{2})([A-Z]{3})(\d{2})?$/.exec(date) ?? [];
  const month = months.indexOf(name ?? '');
  if (!day || month < 0) return null;
  const iso = (full: number): string => `${full}-${String(month + 1).padStart(2, '0')}-${day}`;
  const known = glued ?? year;
  if (known) return iso(2000 + Number(known));
  const middle = new Date(around).getUTCFullYear();
  const days = [middle, middle + 1, middle - 1].map(iso).filter((text) => !Number.isNaN(noon(text)));
  const weekday = weekdays.indexOf((dow ?? '').slice(0, 2));
  const fitting = days.filter((text) => new Date(noon(text)).getUTCDay() === weekday);
  const distance = (text: string): number => Math.abs(noon(text) - around);
  return (fitting.length > 0 ? fitting : days).toSorted((a, b) => distance(a) - distance(b))[0] ?? null;
}

const noon = (iso: string): number => Date.parse(`${iso}T12:00:00Z`);

/** The moment of `HHMM` on a day at the Office, Unix ms. */
export function officeMoment(iso: string, time: string): number | null {
  const at = Date.parse(`${iso}T${time.slice(0, 2)}:${time.slice(2)}:00Z`) - officeOffsetMs;
  return Number.isNaN(at) ? null : at;
}
