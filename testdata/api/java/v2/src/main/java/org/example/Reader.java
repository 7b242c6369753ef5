package org.example;

import java.io.IOException;
import java.util.List;

/** Reads records. */
public class Reader implements AutoCloseable {
    public static final int LIMIT = 20;
    public CharSequence name;

    private int position;

    public Reader(String name, int size) {
        this.name = name;
    }

    public Iterable<String> read(int count) {
        return List.of();
    }

    public void skip(int count) throws IOException, InterruptedException {
        position += count;
    }

    public void close() {
        if (position > 0) {
            position = 0;
        }
    }

    public Reader open(String path) {
        return new Reader(path, 0);
    }

    public boolean matches(boolean deep, String pattern) {
        return deep;
    }

    public long length() {
        long total = 0;
        for (int i = 0; i < position; i++) {
            if (i % 3 == 0) {
                total += 2;
            } else {
                total++;
            }
        }
        return total;
    }

    private void reset() {
        position = 0;
    }

    void internal(int a, int b) {
        position = a + b;
    }

    public void rewind() {
        position = 0;
    }
}
