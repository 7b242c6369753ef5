export interface Options {
  url: string;
  retries?: number;
  verbose: boolean;
}

export interface Store {
  get(key: string): string;
  set(key: string, value: string): void;
}

export enum Level {
  Debug = 0,
  Info = 1,
  Error = 2,
}

export type Handler = (event: string) => void;

export abstract class Service {
  constructor(protected readonly options: Options) {}

  public start(port: number): Promise<void> {
    return Promise.resolve();
  }

  public stop(): void {
    return;
  }

  public describe(name: string, short?: boolean): string {
    return name + String(short);
  }

  static create(options: Options): Service | null {
    return null;
  }
}

export function load<T>(path: string, fallback: T): T {
  return fallback;
}

export function save(path: string, value: unknown): boolean {
  return Boolean(value) && path.length > 0;
}

export const DEFAULT_LEVEL = Level.Info;

export function configure(options: Options): void {
  console.log(options);
}

export namespace util {
  export function join(a: string, b: string): string {
    return a + b;
  }
}
