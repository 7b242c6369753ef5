package org.example;

public class Legacy {
    public int answer() {
        return 42;
    }
}
