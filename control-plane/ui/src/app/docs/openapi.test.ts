import { describe, expect, it } from 'vitest';
import { curl, example, fieldRows, groupByTag, operations, typeName, type OpenApi, type Schema } from './openapi';

const document: OpenApi = {
  info: { title: 'x', version: '1' },
  tags: [{ name: 'second' }, { name: 'first' }],
  paths: {
    '/api/v1/a/{id}': {
      get: { tags: ['first'], summary: 'Read', parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }], responses: { 200: { description: 'OK', content: { 'application/json': { schema: { $ref: '#/components/schemas/Node' } } } } } },
      delete: { tags: ['second'], responses: { 204: { description: 'Gone' } } },
    },
    '/api/v1/b': { post: { requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Leaf' } } } }, responses: {} } },
  },
  components: {
    schemas: {
      Leaf: { type: 'object', required: ['name'], properties: { name: { type: 'string', description: 'What it is called' }, day: { type: 'string', format: 'date' }, kind: { enum: ['a', 'b'] } } },
      Node: { allOf: [{ $ref: '#/components/schemas/Leaf' }], properties: { leaf: { oneOf: [{ $ref: '#/components/schemas/Leaf' }, { type: 'null' }] }, children: { type: 'array', items: { $ref: '#/components/schemas/Node' } } } },
    },
  },
};
const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

it('operations are listed and grouped in the order of the tags', () => {
  const list = operations(document);
  expect(list.map((item) => `${item.method} ${item.path}`)).toEqual(['GET /api/v1/a/{id}', 'DELETE /api/v1/a/{id}', 'POST /api/v1/b']);
  expect(groupByTag(document, list).map((group) => group.tag)).toEqual(['second', 'first', '']);
});

describe('types', () => {
  it.each<[Schema | undefined, string]>([
    [undefined, 'any'], [{ type: 'string' }, 'string'], [{ type: ['string', 'null'] }, 'string | null'], [{ type: 'string', format: 'date' }, 'string (date)'],
    [{ type: 'array', items: ref('Leaf') }, 'Leaf[]'], [{ oneOf: [ref('Leaf'), { type: 'null' }] }, 'Leaf | null'], [{ enum: ['a', 'b'] }, '"a" | "b"'],
  ])('%j reads %s', (schema, name) => expect(typeName(schema)).toBe(name));
});

describe('fields', () => {
  it('say their name, type, need and meaning', () => {
    expect(fieldRows(document, ref('Leaf'))[0]).toEqual({ path: 'name', depth: 0, type: 'string', required: true, description: 'What it is called' });
  });

  it('of parts and of nested objects are all there, and recursion ends', () => {
    const paths = fieldRows(document, ref('Node')).map((row) => row.path);
    expect(paths).toEqual(expect.arrayContaining(['name', 'leaf', 'leaf.name', 'children']));
    expect(paths.length).toBeLessThan(100);
  });

  it('of a missing schema are none', () => expect(fieldRows(document, ref('Nowhere'))).toEqual([]));
});

it('an example can be sent, even of a type that contains itself', () => {
  expect(example(document, ref('Leaf'))).toEqual({ name: 'string', day: '2026-11-25', kind: 'a' });
  expect(JSON.stringify(example(document, ref('Node')))).toContain('children');
});

it('a shell command carries what the call needs', () => {
  const post = operations(document).find((item) => item.method === 'POST');
  const command = post ? curl(document, post, 'https://example.com') : '';
  expect(command).toContain("curl -X POST 'https://example.com/api/v1/b'");
  expect(command).toContain('X-Waystation: 1');
  expect(command).toContain('"name":"string"');
});
