/** The shape all languages share. */
import type { zhCN } from './zh-CN';

type Texts<T> = { readonly [Key in keyof T]: T[Key] extends string ? string : Texts<T[Key]> };

/** Every text of the page, nested by domain. */
export type Catalogue = Texts<typeof zhCN>;

type Paths<T> = {
  [Key in keyof T & string]: T[Key] extends string ? Key : `${Key}.${Paths<T[Key]>}`;
}[keyof T & string];

/** A dotted path to one text, e.g. `dispatch.state.done`. */
export type TextKey = Paths<Catalogue>;

/** Values for the `{name}` marks of a text. */
export type TextValues = Record<string, string | number>;
