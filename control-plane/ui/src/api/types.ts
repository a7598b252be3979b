/**
 * Names for what crosses the wire, read off the generated paths, so that a change on the server
 * becomes a type error here and nowhere else.
 */
import type { paths } from './schema';

type Json<Response> = Response extends { content: { 'application/json': infer Body } } ? Body : never;
type Answer<Operation> = Operation extends { responses: infer All }
  ? { [Status in keyof All]: Status extends 200 | 201 ? Json<All[Status]> : never }[keyof All]
  : never;
type Body<Operation> = Operation extends { requestBody: infer Request } ? Json<Request> : never;
type Query<Operation> = Operation extends { parameters: { query?: infer Values } } ? NonNullable<Values> : never;

export type Session = Answer<paths['/api/v1/session']['get']>;

export type Terminal = Answer<paths['/api/v1/terminals/{id}']['get']>;
export type Enrolment = Answer<paths['/api/v1/terminals']['post']>;
export type TerminalCommand = Body<paths['/api/v1/terminals/{id}/commands']['post']>['command'];
export type TerminalChange = Answer<paths['/api/v1/terminals/{id}/log']['get']>[number];
export type Glyph = Answer<paths['/api/v1/glyphs']['get']>['items'][number];

export type TaskPage = Answer<paths['/api/v1/tasks']['get']>;
export type TaskRow = TaskPage['items'][number];
export type TaskQuery = Query<paths['/api/v1/tasks']['get']>;
export type Task = Answer<paths['/api/v1/tasks/{id}']['get']>;
export type Report = Task['reports'][number];
export type LogEntry = Task['log'][number];
export type Exchange = Task['transcript'][number];
export type Delivery = Answer<paths['/api/v1/tasks/{id}/deliveries']['get']>['items'][number];
export type NewQuery = Body<paths['/api/v1/tasks/query-av']['post']>;
export type NewTask = Body<paths['/api/v1/tasks']['post']>;
/** The parameters of a kind of task. */
export type Params<Kind extends NewTask['kind']> = Extract<NewTask, { kind: Kind }>['params'];
export type City = Answer<paths['/api/v1/cities']['get']>['items'][number];
