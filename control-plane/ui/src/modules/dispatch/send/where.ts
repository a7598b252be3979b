/** Who should run a task. */
import { t } from '@/app/i18n';
import { onlyFaults, type Faults } from './fields';

export interface Where {
  where: 'auto' | 'terminal' | 'office';
  terminalId: number | null;
  officeNo: string;
}

export const anywhere = (): Where => ({ where: 'auto', terminalId: null, officeNo: '' });

export function whereFaults(choice: Where): Faults {
  return onlyFaults({
    terminal_id: choice.where === 'terminal' && choice.terminalId === null ? t('common.required') : null,
    office_no: choice.where === 'office' && choice.officeNo === '' ? t('common.required') : null,
  });
}

/** As the server wants it. */
export function whereParams(choice: Where): { terminal_id?: number; office_no?: string } {
  return {
    ...(choice.where === 'terminal' && choice.terminalId !== null ? { terminal_id: choice.terminalId } : {}),
    ...(choice.where === 'office' && choice.officeNo ? { office_no: choice.officeNo } : {}),
  };
}
