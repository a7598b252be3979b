/** What a PNR means, in the words of the page. */
import { named, t } from '@/app/i18n';
import type { Tone } from '@/ui/tone';
import { carrierName } from '../carriers';
import { isoDate, officeMoment } from './hostDate';
import type { FlightSegment, Pnr, ServiceItem, TicketItem } from './pnr';

export interface Badge {
  tone: Tone;
  words: string;
}

/** What state a PNR is in, the most important first. */
export function badgesOf(pnr: Pnr): Badge[] {
  const pending = pnr.tickets.some((ticket) => ticket.pending);
  const issued = pnr.eticket || pnr.tickets.some((ticket) => ticket.ticket !== null && !ticket.pending);
  const badges: (Badge | false)[] = [
    pnr.cancelled && { tone: 'bad', words: t('dispatch.pnr.cancelled') },
    issued && { tone: 'ok', words: t('dispatch.pnr.ticketed') },
    pending && { tone: 'warn', words: t('dispatch.pnr.ticket_pending') },
    !issued && !pending && !pnr.cancelled && { tone: 'soft', words: t('dispatch.pnr.unticketed') },
    pnr.group !== null && { tone: 'accent', words: t('dispatch.pnr.group', { name: pnr.group.name, n: pnr.group.total ?? pnr.passengers.length }) },
    pnr.married && { tone: 'soft', words: t('dispatch.pnr.married') },
  ];
  return badges.filter((badge): badge is Badge => badge !== false);
}

const statusTones: Readonly<Record<string, Tone>> = {
  HK: 'ok', DK: 'ok', RR: 'ok', KK: 'ok', KL: 'ok', TK: 'warn', NN: 'accent', HN: 'accent', LL: 'warn', DW: 'warn', HL: 'warn', UU: 'warn',
  UC: 'bad', UN: 'bad', NO: 'bad', HX: 'bad', XX: 'bad', DL: 'soft',
};

export const statusTone = (status: string): Tone => statusTones[status] ?? 'soft';
export const statusWords = (status: string): string => named('dispatch.pnr.status', status);
/** Nobody flies this segment any more. */
export const isGone = (status: string | null): boolean => ['UC', 'UN', 'NO', 'HX', 'XX', 'DL'].includes(status ?? '');

/** The day of a segment as `YYYY-MM-DD`. */
export function segmentDay(segment: FlightSegment, around: number): string | null {
  return segment.date === null ? null : isoDate({ date: segment.date, year: segment.year, dow: segment.dow }, around);
}

/** Until when tickets must be issued, Unix ms. */
export function limitMoment(pnr: Pnr, around: number): number | null {
  const day = pnr.limit && isoDate({ date: pnr.limit.date }, around);
  return pnr.limit && day ? officeMoment(day, pnr.limit.time) : null;
}

export interface IdentityDocument {
  kind: string;
  number: string;
}

/** The document that an SSR FOID or DOCS names. */
export function documentIn(item: ServiceItem): IdentityDocument | null {
  if (item.text === null) return null;
  if (item.code === 'FOID') return { kind: item.text.slice(0, 2), number: item.text.slice(2) };
  if (item.code !== 'DOCS') return null;
  const number = item.text.split('/')[2];
  return number ? { kind: 'PP', number } : null;
}

/** The documents of a passenger, each number once. */
export function documentsOf(pnr: Pnr, passenger: number): IdentityDocument[] {
  const found = pnr.ssr.filter((item) => item.pax.includes(passenger)).map(documentIn).filter((item) => item !== null);
  return [...new Map(found.map((document) => [document.number, document])).values()];
}

/** The tickets of a passenger or of the infant with them. */
export function ticketsOf(pnr: Pnr, passenger: number, infant: boolean): TicketItem[] {
  return pnr.tickets.filter((ticket) => ticket.pax === passenger && ticket.infant === infant);
}

export interface ItemGroup {
  code: string;
  meaning: string;
  items: ServiceItem[];
}

/** SSR items by their code, in the order in which the codes first come. */
export function grouped(items: readonly ServiceItem[]): ItemGroup[] {
  const codes = [...new Set(items.map((item) => item.code ?? ''))];
  return codes.map((code) => ({ code, meaning: named('dispatch.pnr.service', code, ''), items: items.filter((item) => (item.code ?? '') === code) }));
}

export interface OtherGroup {
  label: string;
  lines: string[];
}

const prefixes = ['FC', 'FN', 'FP', 'EI', 'TC', 'RMK'] as const;

/** Items without fields of their own, by what they begin with; those without a name come last, and none is dropped. */
export function otherGroups(lines: readonly string[]): OtherGroup[] {
  const startOf = (line: string): string => prefixes.find((prefix) => line.startsWith(prefix)) ?? 'other';
  return [...prefixes, 'other'].map((start) => ({ label: named('dispatch.pnr.other', start), lines: lines.filter((line) => startOf(line) === start) })).filter(({ lines: some }) => some.length > 0);
}

/** `国航 CA` of a code. */
export function carrierWords(code: string): string {
  const name = carrierName(code);
  return name === code ? code : `${name} ${code}`;
}
