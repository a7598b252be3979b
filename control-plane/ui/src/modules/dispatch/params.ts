/** The parameters of a task, each in words. Documents are named by their kind alone; the PNR view shows them to who asks. */
import { calendarDay } from '@/app/format';
import { named, t, type TextKey } from '@/app/i18n';
import { clockTime } from './av';
import { carrierName } from './carriers';
import { cityName } from './cities';
import { list, number, record, records, text, type Json } from './json';
import { fenText } from './money';

/** In the order in which people say them; parameters without a label follow. */
const labels: Record<string, TextKey> = {
  pnr: 'dispatch.pnr.locator',
  segments: 'dispatch.pnr.segments',
  passengers: 'dispatch.pnr.passengers',
  group: 'dispatch.send.group',
  contact: 'dispatch.pnr.contacts',
  ticketLimit: 'dispatch.pnr.limit',
  maxFareFen: 'dispatch.send.max_fare',
  fareBasis: 'dispatch.fare.basis',
  device: 'dispatch.send.device',
  officeNo: 'dispatch.send.office',
  depCity: 'dispatch.form.from',
  arrCity: 'dispatch.form.to',
  depDate: 'dispatch.form.date',
  depTime: 'dispatch.form.time',
  airline: 'dispatch.form.airline',
  direct: 'dispatch.form.direct',
  cabin: 'dispatch.form.cabin',
};

const withCode = (name: string, code: string): string => (name === code ? code : `${name} ${code}`);

/** `CA4193 G 成都 → 北京 11月25日 周三`. */
function segmentWords(segment: Json): string {
  const route = t('dispatch.route', { from: cityName(text(segment.depCity) ?? ''), to: cityName(text(segment.arrCity) ?? '') });
  return [text(segment.flightNo), text(segment.cabin), route, calendarDay(text(segment.depDate) ?? '')].filter(Boolean).join(' ');
}

/** A name, or a passenger with type and kind of document. */
function passengerWords(passenger: unknown): string | null {
  const found = record(passenger);
  if (!found) return text(passenger);
  const [type, idType] = [text(found.type), text(found.idType)];
  return [text(found.name), type && named('dispatch.passenger_type', type), idType && named('dispatch.id_type', idType)].filter(Boolean).join(' · ');
}

function words(name: string, value: unknown): string[] {
  if (typeof value === 'boolean') return [value ? t('common.yes') : t('common.no')];
  if (name === 'segments') return records(value, segmentWords);
  if (name === 'passengers') return list(value, passengerWords);
  if (name === 'contact') return Object.values(record(value) ?? {}).map(String);
  if (name === 'group') return [`${text(record(value)?.name) ?? ''} × ${number(record(value)?.size) ?? 0}`];
  if (name === 'maxFareFen') return [fenText(number(value) ?? 0)];
  const plain = typeof value === 'object' ? JSON.stringify(value) : String(value);
  if (name === 'depCity' || name === 'arrCity') return [withCode(cityName(plain), plain)];
  if (name === 'airline') return [withCode(carrierName(plain), plain)];
  if (name === 'depTime') return [clockTime(plain)];
  return [name === 'depDate' ? calendarDay(plain) : plain];
}

export interface ParamRow {
  name: string;
  label: string;
  lines: string[];
}

export function paramRows(summary: Record<string, unknown>): ParamRow[] {
  return [...new Set([...Object.keys(labels), ...Object.keys(summary)])]
    .filter((name) => (summary[name] ?? '') !== '')
    .map((name) => ({ name, label: labels[name] ? t(labels[name]) : name, lines: words(name, summary[name]) }));
}
