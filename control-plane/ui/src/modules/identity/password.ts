/** The page's own look at a new password, before the server decides. */
import { t } from '@/app/i18n';

const shortestPassword = 10;

export interface PasswordFaults {
  password?: string;
  repeat?: string;
}

export function passwordFaults(password: string, repeat: string): PasswordFaults {
  if ([...password].length < shortestPassword) return { password: t('identity.password_short') };
  if (password !== repeat) return { repeat: t('identity.password_differs') };
  return {};
}
