package org.example;

public interface Sink {
    void write(byte[] data);

    /** @deprecated nothing is buffered */
    @Deprecated
    void flush();

    void abort();

    default void mark() {
    }
}
