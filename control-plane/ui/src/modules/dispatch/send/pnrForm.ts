/** What a person fills in for the tasks on a PNR that exists: first check, parameters, and what it will do in words. */
import type { Params } from '@/api/types';
import { t } from '@/app/i18n';
import { fenText, parseYuan } from '../money';
import { fareBasisFault, locatorFault, nameFault, officeFault, onlyFaults, tidy, type Faults } from './fields';

export const pnrKinds = ['extract_pnr', 'cancel_passenger', 'cancel_pnr', 'issue_ticket', 'extract_ticket_no', 'authorize_pnr'] as const;
export type PnrKind = (typeof pnrKinds)[number];

export interface PnrForm {
  pnr: string;
  /** Names as the PNR holds them. */
  passengers: { key: number; name: string }[];
  /** In yuan, as typed. */
  maxFare: string;
  fareBasis: string;
  device: number;
  officeNo: string;
}

export function newPnrForm(pnr = ''): PnrForm {
  return { pnr, passengers: [{ key: 0, name: '' }], maxFare: '', fareBasis: '', device: 1, officeNo: '' };
}

export function pnrFaults(kind: PnrKind, form: PnrForm): Faults {
  const names = form.passengers.map(({ name }) => tidy(name));
  const perKind: Record<PnrKind, Record<string, string | null>> = {
    extract_pnr: {},
    cancel_pnr: {},
    extract_ticket_no: {},
    cancel_passenger: Object.fromEntries(names.map((name, index) => [`passengers[${index}]`, nameFault(name) ?? (names.indexOf(name) < index ? t('dispatch.send.bad.same_name') : null)])),
    issue_ticket: {
      maxFareFen: fareFault(form.maxFare),
      fareBasis: form.fareBasis.trim() === '' ? null : fareBasisFault(tidy(form.fareBasis)),
      device: Number.isInteger(form.device) && form.device >= 1 && form.device <= 255 ? null : t('dispatch.send.bad.device'),
    },
    authorize_pnr: { officeNo: officeFault(tidy(form.officeNo)) },
  };
  return onlyFaults({ pnr: locatorFault(tidy(form.pnr)), ...perKind[kind] });
}

function fareFault(typed: string): string | null {
  if (typed.trim() === '') return t('common.required');
  const fen = parseYuan(typed);
  return fen === null || fen === 0 ? t('dispatch.send.bad.amount') : null;
}

export function pnrParams(kind: PnrKind, form: PnrForm): Params<PnrKind> {
  const pnr = tidy(form.pnr);
  if (kind === 'cancel_passenger') return { pnr, passengers: form.passengers.map(({ name }) => tidy(name)) };
  if (kind === 'authorize_pnr') return { pnr, officeNo: tidy(form.officeNo) };
  if (kind !== 'issue_ticket') return { pnr };
  return { pnr, maxFareFen: parseYuan(form.maxFare) ?? 0, ...(form.fareBasis.trim() ? { fareBasis: tidy(form.fareBasis) } : {}), device: form.device };
}

/** What cannot be taken back is read back before it is sent. */
export interface Confirmation {
  title: string;
  facts: string[];
  warning: string;
  action: string;
  /** The locator has to be typed once more. */
  retype: boolean;
}

export function confirmationOf(kind: PnrKind, form: PnrForm): Confirmation | null {
  const pnr = tidy(form.pnr);
  if (kind === 'cancel_pnr') {
    return { title: t('dispatch.send.confirm.cancel_pnr', { pnr }), facts: [t('dispatch.send.confirm.all_segments'), t('dispatch.send.confirm.seats_go')], warning: t('dispatch.send.confirm.no_way_back'), action: t('dispatch.send.action.cancel_pnr'), retype: true };
  }
  if (kind === 'cancel_passenger') {
    const names = form.passengers.map(({ name }) => tidy(name)).join('、');
    return { title: t('dispatch.send.confirm.cancel_passenger', { pnr }), facts: [t('dispatch.send.confirm.names', { names }), t('dispatch.send.confirm.seats_go')], warning: t('dispatch.send.confirm.no_way_back'), action: t('dispatch.send.action.cancel_passenger'), retype: false };
  }
  if (kind !== 'issue_ticket') return null;
  const facts = [
    t('dispatch.send.confirm.at_most', { amount: fenText(parseYuan(form.maxFare) ?? 0) }),
    form.fareBasis.trim() ? t('dispatch.send.confirm.basis', { basis: tidy(form.fareBasis) }) : t('dispatch.send.confirm.cheapest'),
    t('dispatch.send.confirm.device', { n: form.device }),
  ];
  return { title: t('dispatch.send.confirm.issue_ticket', { pnr }), facts, warning: t('dispatch.send.confirm.money'), action: t('dispatch.send.action.issue_ticket'), retype: true };
}
