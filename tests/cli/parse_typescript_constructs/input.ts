import fs from "fs";
import { a, type B } from './util';
import def, * as ns from "@scope/pkg";
import legacy = require("legacy");
import "./side.css";
export * from "./all";
export { x as y } from "./xy";
export type { T1 } from './types';
const lazy = import("./lazy");

/** Adds. Second. */
export function add(a: number, b?: number, ...rest: string[]): number;
export function add(a: string): string;
export function add(this: Foo, a: any, { x, y }: Opts = {}, cb = () => 1): any { if (a && b ?? c) { for (const q of r) {} const inner = () => 1; const local = 5; function nested() {} } }
export const mul = async <T extends Foo>(a: T, b = 2): Promise<T> => a * b;
export const one = x => x + 1;
export const PI: number = 3.14, E = 2.71;
export let counter = 0;
const hidden = 1;
const later = 2;
function helper() {}
export { later, helper as assist };
/**
 * Widget.
 * @deprecated use Other
 */
@Component({ selector: 'x' })
export abstract class Widget<T extends object = {}> extends Base<T> implements A, B<string> {
  static readonly MAX: number = 10;
  #secret = 1;
  private _p?: string;
  protected q!: number;
  @Input() name: string;
  [key: string]: any;
  handler = (e: Event): void => { };
  constructor(private readonly svc: Service, public opt?: string, plain: number = 1) { super(); }
  /** Does. */
  @Log() async *gen(): AsyncGenerator<number> { yield 1; }
  get value(): string { return ''; }
  set value(v: string) { }
  static create(): Widget<any> { return null!; }
  abstract todo(x: number): void;
  private hiddenMethod(): void {}
  overload(a: string): void;
  overload(a: any): void {}
  #priv() {}
}
export interface Shape<T> extends Base, Other<T> {
  /** The name. */
  readonly name: string;
  opt?: number;
  area(scale: number): number;
  maybe?(): void;
  (call: string): void;
  new (x: number): Shape<T>;
  [index: number]: string;
}
export enum Color { Red, Green = 'g', Blue = 1 << 2 }
const enum Small { A }
export type Props<T> = { a: string; b?: T; c(): void } & Other;
export type Fn = (x: number) => void;
type Local = string | number;
namespace NS { export const inNs = 1; const notOut = 2; export function f() {} export namespace Deep { export class K {} } }
export namespace Pub.Sub { export interface I { z: { deep: string } } }
declare module "ext" { export function extFn(a: string): void; const implicit: number; }
declare global { interface Window { foo: string } var glob: number; }
declare function ambient(x: string): void;
declare const VERSION: string;
export default class extends Foo { m() {} }
export const obj = { method() { return 1; }, prop: function(a) {}, arrow: (x) => x, plain: 1, nested: { deepM() {} } };
export const { d1, d2: renamed, ...others } = obj;
describe("x", () => { const inDescribe = 1; const fnIn = () => {}; function decl() {} });
if (x) { const inIf = 1; }
export const Klass = class Named { m2() {} };
export const memo = React.memo(function Inner() { return 1; });
export const enum CE { X = 1 }
export abstract class AA {}
export default function named() {}
