/// <reference types="node" />

/** The version. */
declare const VERSION: string;
declare let debug: boolean | undefined;
declare function load(name: string, options?: LoadOptions): Promise<void>;
declare function load(name: URL): Promise<void>;

interface LoadOptions<T = unknown> {
	readonly depth?: number;
	callback(error: Error | null): void;
	nested: { value: T };
	[extra: string]: unknown;
	new (from: string): LoadOptions<T>;
}
declare class Loader<T extends object> implements Disposable {
	private constructor();
	protected cache: Map<string, T>;
	static from<U extends object>(x: U): Loader<U>;
	get size(): number;
	on(event: 'end', listener: () => void): this;
	on(event: 'data', listener: (x: T) => void): this;
}
declare abstract class Abstract {
	abstract run(): void;
	abstract readonly name: string;
}
declare namespace Tools {
	const one: 1;
	function two(): 2;
	namespace Deep { type Three = 3; }
	export interface Four {}
}
declare module 'styles/*.css' {
	const sheet: CSSStyleSheet;
	export default sheet;
}
declare enum Level { Low, High = 10, 'quoted-name' = 2 }
type Pick2<T, K extends keyof T> = { [P in K]: T[P] };
type Fn = { (x: number): string; label: string };
