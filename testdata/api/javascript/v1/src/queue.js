/** A queue. */
export class Queue extends Map {
  constructor(limit) {
    super();
    this.limit = limit;
  }

  push(item, priority) {
    return [item, priority];
  }

  async drain() {
    return this.limit;
  }

  static of(...items) {
    return items;
  }

  peek() {
    return null;
  }
}

export function createQueue(limit, options = {}) {
  return new Queue(limit, options);
}

export function parseTask(text) {
  const parts = text.split(":");
  if (parts.length < 2) {
    return null;
  }
  return { name: parts[0], rest: parts.slice(1).join(":") };
}

export function flush(queue) {
  return queue.limit;
}

export const limits = { small: 10 };

export const format = (task, width) => String(task).padEnd(width);

function hidden(a) {
  return a;
}

export default createQueue;
