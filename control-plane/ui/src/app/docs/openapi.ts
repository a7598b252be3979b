/** The part of OpenAPI 3.1 the reference page shows, made flat enough to put into tables. Knows no domain. */

export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  const?: unknown;
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
  additionalProperties?: Schema | boolean;
  example?: unknown;
  examples?: unknown[];
  default?: unknown;
}

interface Media {
  schema?: Schema;
  example?: unknown;
}

export interface Parameter {
  $ref?: string;
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  schema?: Schema;
}

export interface OpenApi {
  info: { title: string; version: string; description?: string };
  tags?: { name: string; description?: string }[];
  paths: Record<string, Record<string, RawOperation>>;
  components?: { schemas?: Record<string, Schema>; parameters?: Record<string, Parameter> };
}

interface RawOperation {
  tags?: string[];
  summary?: string;
  description?: string;
  parameters?: Parameter[];
  requestBody?: { content?: Record<string, Media>; description?: string };
  responses?: Record<string, { description?: string; content?: Record<string, Media> }>;
}

export interface Operation {
  id: string;
  method: string;
  path: string;
  tag: string;
  summary: string;
  description: string;
  parameters: Parameter[];
  body: Media | null;
  responses: { status: string; description: string; media: Media | null }[];
}

const methods = ['get', 'post', 'put', 'patch', 'delete'];

const firstMedia = (content: Record<string, Media> | undefined): Media | null => Object.values(content ?? {})[0] ?? null;

/** Every operation, in the order of the document. */
export function operations(document: OpenApi): Operation[] {
  return Object.entries(document.paths).flatMap(([path, entry]) =>
    methods.flatMap((method) => {
      const raw = entry[method];
      return raw ? [operation(method, path, raw)] : [];
    }),
  );
}

function operation(method: string, path: string, raw: RawOperation): Operation {
  return {
    id: `${method}-${path.replace(/[^a-z0-9]+/gi, '-')}`,
    method: method.toUpperCase(),
    path,
    tag: raw.tags?.[0] ?? '',
    summary: raw.summary ?? '',
    description: raw.description ?? '',
    parameters: (raw.parameters ?? []).filter((parameter) => !parameter.$ref),
    body: firstMedia(raw.requestBody?.content),
    responses: Object.entries(raw.responses ?? {}).map(([status, response]) => ({
      status,
      description: response.description ?? '',
      media: firstMedia(response.content),
    })),
  };
}

/** Groups in the order of the document's tags, then of appearance. */
export function groupByTag(document: OpenApi, list: readonly Operation[]): { tag: string; items: Operation[] }[] {
  const order = [...(document.tags ?? []).map((tag) => tag.name), ...list.map((item) => item.tag)];
  return [...new Set(order)]
    .map((tag) => ({ tag, items: list.filter((item) => item.tag === tag) }))
    .filter((group) => group.items.length > 0);
}

/** Follows references; a reference to nothing is an unknown value. */
function resolve(document: OpenApi, schema: Schema | undefined): Schema {
  let current = schema ?? {};
  for (let hops = 0; current.$ref && hops < 10; hops++) {
    const name = current.$ref.split('/').at(-1) ?? '';
    current = document.components?.schemas?.[name] ?? {};
  }
  return current;
}

const isNull = (schema: Schema): boolean => schema.type === 'null';

/** A short name of a type: `string | null`, `Terminal[]`, `"a" | "b"`. */
export function typeName(schema: Schema | undefined): string {
  if (!schema) return 'any';
  if (schema.$ref) return schema.$ref.split('/').at(-1) ?? 'any';
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  const union = schema.oneOf ?? schema.anyOf;
  if (union) return union.map(typeName).join(' | ');
  if (schema.allOf) return schema.allOf.map(typeName).join(' & ');
  if (schema.items) return `${typeName(schema.items)}[]`;
  const types = [schema.type ?? 'any'].flat();
  return types.map((type) => (schema.format && type === 'string' ? `string (${schema.format})` : type)).join(' | ');
}

export interface FieldRow {
  /** `terminal.office_no`, `items[].id`. */
  path: string;
  depth: number;
  type: string;
  required: boolean;
  description: string;
}

const deepest = 4;

/** Every field of a body, nested ones below their parents; stops at recursion. */
export function fieldRows(document: OpenApi, schema: Schema | undefined, prefix = '', depth = 0, seen: readonly Schema[] = []): FieldRow[] {
  const whole = structure(document, schema);
  if (depth > deepest || seen.includes(whole)) return [];
  if (whole.items) return fieldRows(document, whole.items, `${prefix}[]`, depth, [...seen, whole]);
  return Object.entries(whole.properties ?? {}).flatMap(([name, property]) => {
    const path = prefix ? `${prefix}.${name}` : name;
    const row = {
      path,
      depth,
      type: typeName(property),
      required: whole.required?.includes(name) ?? false,
      description: property.description ?? resolve(document, property).description ?? '',
    };
    return [row, ...fieldRows(document, property, path, depth + 1, [...seen, whole])];
  });
}

/** The schema that holds the fields: behind references, `null` alternatives and `allOf`. */
function structure(document: OpenApi, schema: Schema | undefined): Schema {
  const found = resolve(document, schema);
  const union = (found.oneOf ?? found.anyOf)?.filter((option) => !isNull(option));
  if (union?.length === 1) return structure(document, union[0]);
  if (!found.allOf) return found;
  const parts = found.allOf.map((part) => structure(document, part));
  return {
    ...found,
    properties: Object.assign({}, ...parts.map((part) => part.properties ?? {}), found.properties ?? {}) as Record<string, Schema>,
    required: [...parts.flatMap((part) => part.required ?? []), ...(found.required ?? [])],
  };
}

/** A value one could send: the document's own example, or one made from the types. */
export function example(document: OpenApi, schema: Schema | undefined, depth = 0): unknown {
  const found = structure(document, schema);
  const given = found.example ?? found.examples?.[0] ?? found.default ?? found.const ?? found.enum?.[0];
  if (given !== undefined) return given;
  if (depth > deepest) return null;
  if (found.properties) {
    return Object.fromEntries(Object.entries(found.properties).map(([name, property]) => [name, example(document, property, depth + 1)]));
  }
  if (found.items) return [example(document, found.items, depth + 1)];
  const type = [found.type ?? 'null'].flat()[0];
  if (type === 'string') return found.format === 'date' ? '2026-11-25' : 'string';
  if (type === 'number' || type === 'integer') return 0;
  if (type === 'boolean') return true;
  return type === 'object' ? {} : null;
}

/** The call as a shell command. */
export function curl(document: OpenApi, item: Operation, origin: string): string {
  const parts = [`curl -X ${item.method} '${origin}${item.path}'`];
  if (item.method !== 'GET' && item.path.startsWith('/api/v1/')) parts.push(`-H 'X-Waystation: 1'`);
  if (item.body) {
    const body = JSON.stringify(item.body.example ?? example(document, item.body.schema));
    parts.push(`-H 'Content-Type: application/json'`, `-d '${body.replaceAll("'", `'\\''`)}'`);
  }
  return parts.join(' \\\n  ');
}
