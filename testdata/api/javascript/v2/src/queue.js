/** A queue. */
export class Queue {
  constructor(limit) {
    this.limit = limit;
  }

  push(item) {
    return [item];
  }

  drain() {
    return this.limit;
  }

  static of(...items) {
    return items;
  }

  /** @deprecated use first() */
  peek() {
    return null;
  }

  first() {
    return null;
  }
}

export function createQueue(limit, options = {}, clock = Date) {
  return new Queue(limit, options, clock);
}

export function readTask(text) {
  const parts = text.split(":");
  if (parts.length < 2) {
    return null;
  }
  return { name: parts[0], rest: parts.slice(1).join(":") };
}

export const limits = { small: 10 };

export const format = (width, task) => String(task).padEnd(width);

function hidden(a, b) {
  return a + b;
}

export default createQueue;
