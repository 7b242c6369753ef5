package org.example;

public interface Sink {
    void write(byte[] data);

    void flush();
}
