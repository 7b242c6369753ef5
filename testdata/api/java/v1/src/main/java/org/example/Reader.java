package org.example;

import java.io.IOException;
import java.util.List;

/** Reads records. */
public class Reader extends Source implements AutoCloseable {
    public static final int LIMIT = 10;
    public String name;
    public int position;

    public Reader(String name) {
        this.name = name;
    }

    public List<String> read(int count) {
        return List.of();
    }

    public void skip(int count) throws IOException {
        position += count;
    }

    public void close() {
        position = 0;
    }

    public static Reader open(String path) {
        return new Reader(path);
    }

    public boolean matches(String pattern, boolean deep) {
        return deep;
    }

    public long size() {
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

    protected void reset() {
        position = 0;
    }

    void internal(int a) {
        position = a;
    }
}
