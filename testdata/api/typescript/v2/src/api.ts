export interface Options {
  url: URL;
  retries?: number;
  timeout?: number;
}

export interface Store {
  get(key: string): string;
  set(key: string, value: string): void;
  clear(): void;
}

export enum Level {
  Debug = 0,
  Info = 5,
  Fatal = 9,
}

export type Handler = (event: string) => void;

export abstract class Service {
  constructor(protected readonly options: Options) {}

  public start(port: string): Promise<void> {
    return Promise.resolve();
  }

  protected stop(): void {
    return;
  }

  public describe(name: string, short: boolean): string {
    return name + String(short);
  }

  static create(options: Options): Service {
    throw new Error(String(options));
  }
}

export function load<T, E>(path: string, fallback: T): T {
  return fallback;
}

export function save(path: string, value: unknown, mode: number): boolean {
  return Boolean(value) && path.length > mode;
}

export const DEFAULT_LEVEL = Level.Info;

function configure(options: Options): void {
  console.log(options);
}

export namespace util {
  export function join(a: string, b: string): string {
    return [a, b].join("/");
  }
}

export function openStore(options: Options): Store | undefined {
  configure(options);
  return undefined;
}
